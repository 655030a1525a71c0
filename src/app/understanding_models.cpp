#include "app/understanding_models.h"

#include "app/command_failed.h"
#include "app/terminal.h"
#include "understanding/shipped_model.h"

namespace peakdesk::app {

understanding::Model load_model(const std::string& path) {
  understanding::Model model;
  std::string error;
  const std::string file = path.empty() ? std::string() : read_input(path);
  if (!understanding::Model::read(path.empty() ? understanding::shipped_model() : std::string_view(file), model, error))
    throw CommandFailed((path.empty() ? std::string("the shipped model") : path) + ": " + error);
  return model;
}

}  // namespace peakdesk::app
