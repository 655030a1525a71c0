/** Variables a macro may name, by what they speak of; texts are `variable.…` in the catalogues. */
export const groupedVariables: [string, string[]][] = [
  ['customer', ['ticket.customer.firstname', 'ticket.customer.lastname', 'ticket.customer.name', 'ticket.customer.email']],
  ['ticket', ['ticket.id', 'ticket.number', 'ticket.subject', 'ticket.created_datetime', 'ticket.messages[-1].stripped_text']],
  ['desk', ['ticket.assignee_user.name', 'current_user.firstname', 'current_user.name', 'current_user.bio', 'ticket.account.name', 'ticket.account.domain']],
];
