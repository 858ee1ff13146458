import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../server/core/people/schemas.ts';

/** A form's list of roles with their scopes; `offered` are the roles that may be given. */
export function RoleFields({ offered }: { offered: readonly Role[] }) {
  const { t } = useTranslation('system');
  return (
    <Form.Item label={t('system.roles')} extra={t('system.scopeHint')} required>
      <Form.List name="roles">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="role-row">
                <Form.Item name={[name, 'role']} noStyle rules={[{ required: true, message: t('field.required') }]}>
                  <Select
                    aria-label={t('system.role')}
                    options={offered.map((role) => ({ value: role, label: t(`role.${role}`) }))}
                  />
                </Form.Item>
                <Form.Item
                  name={[name, 'scope']}
                  noStyle
                  rules={[{ required: true, pattern: /^\d{2}(\d{2}){0,2}$/, message: t('system.scopeHint') }]}
                >
                  <Input aria-label={t('system.scope')} placeholder="05" maxLength={6} />
                </Form.Item>
                {fields.length > 1 && (
                  <Button
                    type="text"
                    aria-label={t('common.clear')}
                    icon={<MinusCircleOutlined />}
                    onClick={() => remove(name)}
                  />
                )}
              </div>
            ))}
            <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ scope: '05' })}>
              {t('system.role')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
