namespace Mail.Core;

/// <summary>A recipient that somebody else's bounce is about.</summary>
/// <param name="Address">As we sent to it, when the bounce says that; else the final recipient. <c>null</c> when the bounce does not say.</param>
/// <param name="Status">Enhanced status such as <c>5.1.1</c>; <c>null</c> when none was found.</param>
/// <param name="IsHard">It will not get better by itself: the address does not exist. All else, refusals for policy included, is soft.</param>
/// <param name="Diagnostic">What was said, one line of at most 500 characters; empty when nothing was.</param>
public sealed record BouncedRecipient(MailAddress? Address, BounceAction Action, string? Status, bool IsHard, string Diagnostic)
{
    /// <summary>The final recipient, where the bounce names one beside the original; of forwarded mail that is the one we sent to.</summary>
    public MailAddress? Final { get; init; }

    /// <summary>Whether it is about this address, by whichever name.</summary>
    public bool IsAbout(MailAddress address) => address.Equals(Address) || address.Equals(Final);
}
