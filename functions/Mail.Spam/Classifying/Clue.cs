using System.Globalization;

namespace Mail.Spam;

/// <summary>One piece of evidence.</summary>
/// <param name="Text">In words, for people: <c>subject word: viagra</c>. The hexadecimal feature when the texts were not kept.</param>
/// <param name="Probability">That a message with this alone is spam, 0..1.</param>
/// <param name="Ham">Trained ham messages that have it.</param>
/// <param name="Spam">Trained spam messages that have it.</param>
public sealed record Clue(string Text, double Probability, int Ham, int Spam)
{
    /// <summary><c>"subject word: viagra" spam 0.99 (0 ham, 25 spam)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"\"{Text}\" {(Probability >= 0.5 ? "spam" : "ham")} {(Probability >= 0.5 ? Probability : 1 - Probability):F2} ({Ham} ham, {Spam} spam)");
}
