using System.Globalization;
using Mail.Spam;

namespace Mail.Ctl;

/// <summary>Percentages are of the class that they are about; unsure is of all messages of the test.</summary>
/// <param name="FalsePositives">Ham that was taken for spam.</param>
/// <param name="FalseNegatives">Spam that was taken for ham.</param>
/// <param name="OneMinusRocaPercent"><c>null</c>, like the misses, when ham or spam is missing.</param>
/// <param name="MissesPercent">Spam not caught when at most 0.1 % of ham is.</param>
/// <param name="TrainingRate">Messages a second on one thread, files read and parsed; 0 when nothing was trained.</param>
/// <param name="TestRate">The same of scoring; of scoring and learning when online.</param>
internal sealed record EvalView(
    int Ham,
    int Spam,
    int FalsePositives,
    int FalseNegatives,
    int Unsure,
    double FalsePositivePercent,
    double FalseNegativePercent,
    double UnsurePercent,
    double? OneMinusRocaPercent,
    double? MissesPercent,
    int Trained,
    double TrainingRate,
    double TestRate,
    int Tokens,
    double HamThreshold,
    double SpamThreshold)
{
    private const double FalsePositivesForMisses = 0.001;

    public static EvalView From(EvalOutcome outcome)
    {
        var thresholds = SpamThresholds.Default;
        var scores = outcome.Scores;
        var spam = scores.Count(score => score.IsSpam);
        var positives = scores.Count(score => !score.IsSpam && thresholds.ClassOf(score.Score) == SpamClass.Spam);
        var negatives = scores.Count(score => score.IsSpam && thresholds.ClassOf(score.Score) == SpamClass.Ham);
        var unsure = scores.Count(score => thresholds.ClassOf(score.Score) == SpamClass.Unsure);
        return new EvalView(
            Ham: scores.Count - spam,
            Spam: spam,
            FalsePositives: positives,
            FalseNegatives: negatives,
            Unsure: unsure,
            FalsePositivePercent: Percent(positives, scores.Count - spam),
            FalseNegativePercent: Percent(negatives, spam),
            UnsurePercent: Percent(unsure, scores.Count),
            OneMinusRocaPercent: 100 * EvalMetrics.OneMinusRoca(scores),
            MissesPercent: 100 * EvalMetrics.MissesAt(scores, FalsePositivesForMisses),
            Trained: outcome.Trained,
            TrainingRate: Rate(outcome.Trained, outcome.TrainingTime),
            TestRate: Rate(scores.Count, outcome.TestTime),
            Tokens: outcome.Tokens,
            HamThreshold: thresholds.Unsure,
            SpamThreshold: thresholds.Spam);
    }

    public void Write(TextAnswer text) => text.Fields(
        ("Messages", Text($"{Ham} ham, {Spam} spam; {Trained} learnt before")),
        ("False positives", Text($"{FalsePositives} ({FalsePositivePercent:F3} % of ham)")),
        ("False negatives", Text($"{FalseNegatives} ({FalseNegativePercent:F3} % of spam)")),
        ("Unsure", Text($"{Unsure} ({UnsurePercent:F3} % of all)")),
        ("1-ROCA", OneMinusRocaPercent is { } roca ? Text($"{roca:F4} %") : null),
        ("Misses", MissesPercent is { } misses ? Text($"{misses:F2} % of spam, with at most 0.1 % false positives") : null),
        ("Thresholds", Text($"ham < {HamThreshold:F2} <= unsure < {SpamThreshold:F2} <= spam")),
        ("Training", TrainingRate > 0 ? Text($"{TrainingRate:F0} messages/s") : null),
        ("Scoring", Text($"{TestRate:F0} messages/s")),
        ("Model", Text($"{Tokens} tokens")));

    private static double Percent(int part, int whole) => whole == 0 ? 0 : 100.0 * part / whole;

    private static double Rate(int messages, TimeSpan time) => time > TimeSpan.Zero ? messages / time.TotalSeconds : 0;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
