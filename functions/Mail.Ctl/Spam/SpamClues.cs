using System.Globalization;

namespace Mail.Ctl;

internal sealed class SpamClues(CtlApp app) : SpamScoring(
    app,
    "clues",
    Shown,
    "Says why the filter makes of messages in files what it does: what speaks for spam and for ham, strongest first.",
    "mailctl spam clues --account alice@example.test message.eml",
    "mailctl mailbox show alice@example.test 01k9zq3v --raw | mailctl spam clues --account alice@example.test -")
{
    private const int Shown = 40;

    protected override void Write(TextAnswer text, IReadOnlyList<SpamScoreView> views)
    {
        foreach (var view in views)
        {
            text.Line(string.Create(CultureInfo.InvariantCulture, $"{view.Message}: {view.Class} {view.Score:F4}"));
            text.Table(
                [new("Spam"), new("In ham"), new("In spam"), new("Clue", MayWrap: true)],
                view.Clues.Select(clue => (string[])
                [
                    clue.Probability.ToString("F3", CultureInfo.InvariantCulture),
                    clue.Ham.ToString(CultureInfo.InvariantCulture),
                    clue.Spam.ToString(CultureInfo.InvariantCulture),
                    clue.Text,
                ]));
        }
    }
}
