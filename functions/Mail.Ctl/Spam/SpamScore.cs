using System.Globalization;

namespace Mail.Ctl;

internal sealed class SpamScore(CtlApp app) : SpamScoring(
    app,
    "score",
    clues: 0,
    "Says what the filter makes of messages in files: ham, unsure or spam, and the score from 0 to 1.",
    "mailctl spam score --account alice@example.test message.eml",
    "mailctl spam score --site corpus/")
{
    protected override void Write(TextAnswer text, IReadOnlyList<SpamScoreView> views) => text.Table(
        [new("Class"), new("Score"), new("Message", MayWrap: true)],
        views.Select(view => (string[])[view.Class, view.Score.ToString("F4", CultureInfo.InvariantCulture), view.Message]));
}
