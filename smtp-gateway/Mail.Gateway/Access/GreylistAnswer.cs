using Mail.Core;

namespace Mail.Gateway;

/// <summary>What greylisting says about one recipient.</summary>
/// <param name="Refusal"><c>null</c> to go on.</param>
/// <param name="Outcome">For the envelope; <c>null</c> when the client was none to be asked.</param>
internal sealed record GreylistAnswer(Refusal? Refusal, CheckOutcome? Outcome)
{
    public static GreylistAnswer NotAsked { get; } = new(null, null);

    public static GreylistAnswer Passed { get; } = new(null, CheckOutcome.Pass);

    public static GreylistAnswer Unavailable { get; } = new(null, CheckOutcome.Unavailable);
}
