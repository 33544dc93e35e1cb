#pragma once

#include <filesystem>

#include "base/json_records.h"
#include "evaluation/relation_recall.h"
#include "evaluation/score_report.h"
#include "pic/pic_words.h"

namespace hoi {

/// Scores predictions of PIC by the organisers' rules (spec 6.2): R@20, R@50 and R@100 at mask IoU
/// 0.25, 0.5 and 0.75. Each folder has semantic/NAME.png, instance/NAME.png and relations.json; all
/// maps are resized to 640 x 480. The ground truth may also be a whole data set: then the split
/// that has the images of the predictions is taken. A relation list in the ground truth
/// (pic_categories.h) decides between the numberings of PIC 1.0 and 2.0.
///
/// As in the script, both sides must have the same map files and an entry in relations.json for
/// each, images of the organisers' list are skipped, and entries without maps are ignored. Where
/// the script stops: images without annotated relations are left out, and a group of relations that
/// nobody annotated takes no part in the mean; the notices say so. Equal scores keep their order.
///
/// Images are read one by one on all cores. json:
///   {"recall": {"20": {"mean", "0.25": {"geometric", "non_geometric", "mean"}, "0.5", "0.75",
///                      "relations": {"hold": {"0.25", "0.5", "0.75"}, ...}},
///               "50", "100"}, "images"}
/// null where nothing is annotated. Throws InputError for files that differ from this, with the
/// file and the entry.
ScoreReport score_pic(const std::filesystem::path& ground_truth,
                      const std::filesystem::path& predictions, const ReadProgress& progress);

/// The report of a recall: table and json.
ScoreReport pic_score_report(const RelationRecall& recall, const RelationRecallOptions& options,
                             const PicNumbering& numbering);

}  // namespace hoi
