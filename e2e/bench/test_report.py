"""What a benchmark makes of its rounds; run by `python3 -m unittest discover -s e2e/bench`."""

import pathlib
import tempfile
import unittest

import report


def result(measure="sft_step", size="10M", threads=1, device="CPU", quick=False, pairs=((1.0, 2.0), (1.2, 2.0), (1.1, 2.0))):
    return report.result(measure, size, device, threads, list(pairs), quick)


class ReportTest(unittest.TestCase):
    def test_ratio_is_of_medians_and_lies_in_its_interval(self):
        made = result()
        self.assertEqual((made["ours"], made["theirs"], made["rounds"]), (1.1, 2.0, 3))
        self.assertAlmostEqual(made["ratio"], 0.55)
        self.assertEqual(made["interval"], [0.5, 0.6])

    def test_interval_keeps_the_sides_of_a_round_together(self):
        # The machine was ten times slower in one round, for both sides: that says nothing of their ratio.
        self.assertEqual(result(pairs=[(1, 2), (10, 20), (1, 2), (1, 2)])["interval"], [0.5, 0.5])

    def test_a_new_result_replaces_its_own_kind_only(self):
        old = [result(), result(threads=2), result(device="GPU"), result(quick=True)]
        new = result(pairs=[(3.0, 1.0)])
        kept = report.merged(old, new)
        self.assertEqual([r["ratio"] for r in kept if report.key(r) == report.key(new)], [3.0])
        self.assertEqual(len(kept), 4)

    def test_results_are_ordered_by_device_size_threads_and_measure(self):
        results = []
        for size, threads, measure in (("135M", 1, "sft_step"), ("10M", 2, "sft_step"), ("10M", 1, "startup"), ("10M", 1, "rm_step")):
            results = report.merged(results, result(measure, size, threads))
        results = report.merged(results, result(device="NVIDIA"))
        results = report.merged(results, result(size="135M", threads=2))
        self.assertEqual(
            [(r["size"], r["threads"], r["measure"]) for r in results],
            [("10M", 1, "rm_step"), ("10M", 1, "startup"), ("10M", 2, "sft_step"), ("135M", 1, "sft_step"), ("135M", 2, "sft_step"), ("10M", 1, "sft_step")],
        )

    def test_the_page_shows_quick_results_only_where_there_are_no_others(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "page.md")
            page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
            report.page(page, [result(), result("startup", quick=True)], "versions")
            text = page.read_text()
        self.assertIn("| SFT step | 10M | CPU | 1 | 1.1 s | 2 s (PyTorch) | **0.55** [0.50, 0.60] | 3 |", text)
        self.assertNotIn("start to first", text)
        self.assertNotIn("old", text)
        self.assertTrue(text.startswith("before\n") and text.endswith("after\n"))

    def test_results_come_back_as_they_were_written(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "results.json")
            self.assertEqual(report.read(file), [])
            report.write(file, [result()])
            self.assertEqual(report.read(file), [result()])


if __name__ == "__main__":
    unittest.main()
