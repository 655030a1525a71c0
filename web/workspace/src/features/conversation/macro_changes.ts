// What a macro does beside its text, as one change to the ticket. Pure.
import type { MacroAction, TicketChange } from '@peakdesk/shared/api';

const list = (value: unknown) => String(value ?? '').split(',').map((one) => one.trim()).filter(Boolean);

export function macroChange(actions: MacroAction[], now: Date): TicketChange {
  const change: TicketChange = {};
  for (const { name, arguments: given } of actions) {
    if (name === 'addTags') change.add_tags = [...(change.add_tags ?? []), ...list(given.tags)];
    if (name === 'removeTags') change.remove_tags = [...(change.remove_tags ?? []), ...list(given.tags)];
    if (name === 'setStatus') change.status = given.status as NonNullable<TicketChange['status']>;
    if (name === 'setPriority') change.priority = given.priority as NonNullable<TicketChange['priority']>;
    if (name === 'assignUser') change.assignee_user_id = Number(given.user_id) || null;
    if (name === 'assignTeam') change.assignee_team_id = Number(given.team_id) || null;
    if (name === 'setSubject') change.subject = String(given.subject ?? '');
    if (name === 'snooze') change.snooze_datetime = new Date(now.getTime() + Number(given.duration_s ?? 0) * 1000).toISOString();
    if (name === 'setCustomField') change.custom_fields = { ...change.custom_fields, [String(given.key)]: (given.value ?? null) as string | null };
  }
  return change;
}
