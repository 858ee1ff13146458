/** Chinese texts of an area and its people. */
export const areas = {
  areaCard: {
    generation: '所属版本',
    wardens: '责任人',
    copyCode: '复制编码',
    close: '取消选择',
    gridCount_one: '{{formatted}} 个网格',
    gridCount_other: '{{formatted}} 个网格',
  },
  wardenList: {
    none: '这个网格还没有登记责任人',
    phoneHidden: '号码不对你的角色公开',
    call: '拨打 {{phone}}',
  },
  staff: {
    districtHead: '片区长',
    unitHead: '单元长',
    warden: '网格长',
    manager: '管理员',
    informant: '信息员',
    monitor: '监督员',
  },
} as const;
