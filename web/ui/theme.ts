import type { ThemeConfig } from 'antd';
import { tokens } from './tokens.ts';

/** The interface's typeface: the reader's own, with the Chinese faces of each system named before the generic one. */
export const FONT_FAMILY =
  "'Inter', 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif";

/** antd's theme, made from the tokens. */
export const theme: ThemeConfig = {
  cssVar: { key: 'gridwarden' },
  hashed: false,
  token: {
    colorPrimary: tokens.primary,
    colorInfo: tokens.primary,
    colorSuccess: tokens.proven,
    colorSuccessBg: tokens.provenSoft,
    colorSuccessBorder: '#9BD3B7',
    colorError: tokens.fault,
    colorErrorBg: tokens.faultSoft,
    colorErrorBorder: '#F0B49F',
    colorTextBase: tokens.ink,
    colorTextSecondary: tokens.inkSoft,
    colorTextTertiary: tokens.inkSoft,
    colorTextDescription: tokens.inkSoft,
    colorTextPlaceholder: '#6B7888',
    colorBgLayout: tokens.page,
    colorBorder: '#CBD4DE',
    colorBorderSecondary: tokens.line,
    borderRadius: 8,
    borderRadiusLG: 8,
    fontSize: 14,
    fontFamily: FONT_FAMILY,
    controlHeight: 36,
    motionDurationMid: '0.15s',
    motionDurationSlow: '0.2s',
  },
  components: {
    Table: { headerBg: '#F5F7FA', cellPaddingBlockSM: 6 },
    Segmented: { itemSelectedColor: tokens.primary },
  },
};
