using Mail.Spam;

namespace Mail.Ctl;

/// <param name="Message">Where it was read.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Class"><c>ham</c>, <c>unsure</c> or <c>spam</c>.</param>
/// <param name="Clues">Strongest first; empty unless they were asked for.</param>
internal sealed record SpamScoreView(string Message, double Score, string Class, IReadOnlyList<SpamClueView> Clues)
{
    public static SpamScoreView Of(string message, SpamVerdict verdict) => new(
        message, verdict.Score, verdict.Class.ToString().ToLowerInvariant(), [.. verdict.Clues.Select(clue => new SpamClueView(clue.Text, clue.Probability, clue.Ham, clue.Spam))]);
}

/// <param name="Probability">That a message with this alone is spam, 0 to 1.</param>
/// <param name="Ham">Trained ham messages that have it.</param>
/// <param name="Spam">Trained spam messages that have it.</param>
internal sealed record SpamClueView(string Text, double Probability, int Ham, int Spam);
