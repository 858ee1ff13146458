/** A language of the interface, as its tag says it. */
export type Language = 'zh-CN' | 'en';
