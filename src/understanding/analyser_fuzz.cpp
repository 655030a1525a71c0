// Any bytes as a message: an answer, never a crash; places of entities stay inside the text.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "understanding/analyser.h"
#include "understanding/clusters.h"
#include "understanding/model_build.h"
#include "understanding/products.h"

namespace {

const peakdesk::understanding::Analyser& analyser() {
  static const peakdesk::understanding::Analyser made = [] {
    // A small corpus: the walk through the code is the same, and it is there in seconds.
    const std::map<std::string, std::string> files{
        {"en.txt",
         "@hello = hi\n@bye = bye\n@filler = well\n@and = and\n[order/cancel]\ncancel my {order|purchase} @order\nstop "
         "it\n[refund/request -]\nmoney "
         "back\nrefund me {now|please}\n[none]\nthe weather {is|was} fine\n"},
        {"fr.txt",
         "@hello = salut\n@bye = merci\n@filler = bon\n@and = et\n[order/cancel]\nannuler ma commande\n[refund/request "
         "-]\nremboursez-moi\n[none]\nil "
         "fait beau\n"},
        {"cues.tsv", "urgent\tnow|asap\nthreat\tlawyer*\n"}};
    peakdesk::understanding::Model model;
    std::string error;
    if (!build_shipped_model(files, model, error)) std::abort();
    return peakdesk::understanding::Analyser(std::move(model));
  }();
  return made;
}

}  // namespace

// Learning takes longer than an input may.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  analyser();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const peakdesk::understanding::ProductNames products({"Thermo Bottle 500 ml", "Alpine Jacket", "Лампа"});
  const std::string text(reinterpret_cast<const char*>(data), size);
  peakdesk::understanding::Hints hints;
  hints.entities.order_patterns = {"#9+", "SO-99999"};
  hints.entities.products = &products;
  if (size > 0 && (data[0] & 1) != 0) hints.entities.today = {1'795'000'000'000};
  const auto analysis = analyser().analyse(text, hints);
  for (const auto& entity : analysis.entities)
    if (entity.start + entity.length > text.size() || entity.length == 0) std::abort();
  peakdesk::understanding::Model model;
  std::string error;
  peakdesk::understanding::Model::read(text, model, error);
  peakdesk::understanding::find_clusters({text, text, text});
  return 0;
}
