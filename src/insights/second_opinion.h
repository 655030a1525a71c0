// The assistant at the desk: asked about messages that our own model is unsure of, and for drafts when an agent wants
// one. Its answers are judged by agents' corrections like ours: their confidence is the share that agents left
// standing.
#pragma once
#include "insights/analysers.h"
#include "insights/assistant.h"
#include "platform/db/database.h"
#include "platform/events/event.h"
#include "platform/http/router.h"
#include "platform/jobs/job.h"

namespace peakdesk::insights {

inline constexpr const char* kAskJob = "insights.ask";
/// model_id of what the assistant said.
inline constexpr std::int64_t kAssistantModel = -1;

/// In-transaction subscriber of message.received, after on_message_received: queues the question when our model has no
/// label or is unsure. Does nothing while the assistant is off, or has been wrong too often.
void ask_when_unsure(const Assistant& assistant, Tx& tx, const events::Event& event);
/// The job. A message that an agent corrected meanwhile is left alone.
void ask_about(Database& database, Analysers& analysers, const Assistant& assistant, const jobs::Job& job);

struct AssistantRecord {
  std::int64_t checked = 0;  // answers that an agent corrected or confirmed
  std::int64_t right = 0;
  double confidence() const { return (double(right) + 1) / (double(checked) + 2); }
};
AssistantRecord assistant_record(Tx& tx, AccountId account);

/// GET /api/insights/assistant, POST /api/tickets/{id}/assistant-draft.
void add_assistant_routes(Router& router, Database& database, const Assistant& assistant);

}  // namespace peakdesk::insights
