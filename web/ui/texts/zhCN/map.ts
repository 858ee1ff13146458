/** Chinese texts of the map and what is drawn on it. */
export const map = {
  map: {
    label: '网格地图。方向键移动，加减号缩放；也可以在左侧列表中选择网格。',
    zoomIn: '放大',
    zoomOut: '缩小',
    fit: '看全片区',
    north: '上方为北',
    cursor: '光标',
    datum: '坐标系',
    drawing: '正在绘制地图…',
    noWebgl: '这个浏览器画不出地图（缺少 WebGL）。请换用新版 Chrome、Edge 或 Firefox，或打开硬件加速。',
  },
  datum: { wgs84: 'WGS84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02（高德、腾讯）', bd09: 'BD-09（百度）' },
  datumShort: { wgs84: 'WGS84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02', bd09: 'BD-09' },
  fault: {
    kind: {
      'not-simple': '自相交',
      overlap: '重叠',
      gap: '缝隙',
      'outside-parent': '越界',
      'unmatched-vertex': '顶点不配对',
      duplicate: '重复',
      'wrong-parent': '归属错误',
      'multi-part': '多块',
    },
    /** The one character drawn in a fault's sign on the map and in the list. */
    sign: {
      'not-simple': '交',
      overlap: '叠',
      gap: '缝',
      'outside-parent': '界',
      'unmatched-vertex': '点',
      duplicate: '重',
      'wrong-parent': '属',
      'multi-part': '多',
    },
  },
} as const;
