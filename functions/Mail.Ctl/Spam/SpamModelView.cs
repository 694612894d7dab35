using Mail.Core;

namespace Mail.Ctl;

/// <param name="Owner">An account's address, or <c>site</c>.</param>
/// <param name="Version">The snapshot's name; empty when nothing was trained.</param>
/// <param name="CompactedAt"><c>null</c> when never.</param>
internal sealed record SpamModelView(string Owner, string Version, int HamMessages, int SpamMessages, int Features, DateTimeOffset? CompactedAt)
{
    /// <summary>SpamBayes warns from here on: one class has so many messages that the words of the other weigh too much.</summary>
    private const int Imbalance = 5;

    public static SpamModelView Of(string owner, ModelPointer? pointer) => pointer is null or { IsBroken: true }
        ? new(owner, "", 0, 0, 0, null)
        : new(owner, pointer.Snapshot, pointer.HamMessages, pointer.SpamMessages, pointer.Features, pointer.At);

    /// <summary>What is wrong with what was trained, in words; <c>null</c> when nothing is.</summary>
    public string? Warning => (HamMessages, SpamMessages) switch
    {
        (0, 0) => null,
        (0, _) => "no ham is trained: everything known looks like spam; train some ham",
        (_, 0) => "no spam is trained: nothing will be told; train some spam",
        var (ham, spam) when ham > Imbalance * spam => $"{ham} ham to {spam} spam: train more spam, or less ham",
        var (ham, spam) when spam > Imbalance * ham => $"{spam} spam to {ham} ham: train more ham, or less spam",
        _ => null,
    };
}
