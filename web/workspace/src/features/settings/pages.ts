// The settings pages, one line each: address, text, who may see it, where it lives.
import type { Role } from '@peakdesk/shared/api';
import type { TextKey } from '@peakdesk/shared/i18n';
import { IconAddressBook, IconBolt, IconBuildingStore, IconFolder, IconForms, IconHistory, IconKey, IconMail, IconMailX, IconRefreshAlert, IconShieldLock, IconTag, IconUserCircle, IconUsers, IconUsersGroup, type Icon } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';

export type SettingsPage = { path: string; label: TextKey; text: TextKey; group: 'own' | 'work' | 'channels' | 'desk'; role: Role; icon: Icon; component: ComponentType };

const load = lazyRouteComponent;
export const settingsPages: SettingsPage[] = [
  { path: 'profile', label: 'settings.profile', text: 'settings.profile_text', group: 'own', role: 'observer', icon: IconUserCircle, component: load(() => import('./profile/profile_page'), 'ProfilePage') },
  { path: 'security', label: 'settings.security', text: 'settings.security_text', group: 'own', role: 'observer', icon: IconShieldLock, component: load(() => import('./profile/security_page'), 'SecurityPage') },
  { path: 'views', label: 'settings.views', text: 'settings.views_text', group: 'work', role: 'agent', icon: IconFolder, component: load(() => import('./views/views_page'), 'ViewsPage') },
  { path: 'macros', label: 'settings.macros', text: 'settings.macros_text', group: 'work', role: 'agent', icon: IconBolt, component: load(() => import('./macros/macros_page'), 'MacrosPage') },
  { path: 'tags', label: 'settings.tags', text: 'settings.tags_text', group: 'work', role: 'agent', icon: IconTag, component: load(() => import('./tags/tags_page'), 'TagsPage') },
  { path: 'fields', label: 'settings.fields', text: 'settings.fields_text', group: 'work', role: 'agent', icon: IconAddressBook, component: load(() => import('./fields/fields_page'), 'FieldsPage') },
  { path: 'mailboxes', label: 'settings.mailboxes', text: 'settings.mailboxes_text', group: 'channels', role: 'lead', icon: IconMail, component: load(() => import('./mailboxes/mailboxes_page'), 'MailboxesPage') },
  { path: 'set-aside', label: 'settings.set_aside', text: 'settings.set_aside_text', group: 'channels', role: 'lead', icon: IconMailX, component: load(() => import('./set_aside/set_aside_page'), 'SetAsidePage') },
  { path: 'forms', label: 'settings.forms', text: 'settings.forms_text', group: 'channels', role: 'owner', icon: IconForms, component: load(() => import('./forms/forms_page'), 'FormsPage') },
  { path: 'users', label: 'settings.users', text: 'settings.users_text', group: 'desk', role: 'observer', icon: IconUsers, component: load(() => import('./users/users_page'), 'UsersPage') },
  { path: 'teams', label: 'settings.teams', text: 'settings.teams_text', group: 'desk', role: 'observer', icon: IconUsersGroup, component: load(() => import('./teams/teams_page'), 'TeamsPage') },
  { path: 'account', label: 'settings.account', text: 'settings.account_text', group: 'desk', role: 'owner', icon: IconBuildingStore, component: load(() => import('./account/account_page'), 'AccountPage') },
  { path: 'api-keys', label: 'settings.api_keys', text: 'settings.api_keys_text', group: 'desk', role: 'owner', icon: IconKey, component: load(() => import('./api_keys/api_keys_page'), 'ApiKeysPage') },
  { path: 'jobs', label: 'settings.jobs', text: 'settings.jobs_text', group: 'desk', role: 'owner', icon: IconRefreshAlert, component: load(() => import('./jobs/jobs_page'), 'JobsPage') },
  { path: 'audit', label: 'settings.audit', text: 'settings.audit_text', group: 'desk', role: 'owner', icon: IconHistory, component: load(() => import('./audit/audit_page'), 'AuditPage') },
];
