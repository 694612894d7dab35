using System.Globalization;
using Mail.Core;

namespace Mail.Processing;

/// <summary>What came of a visit.</summary>
/// <param name="Failure"><c>null</c> when it did not fail.</param>
/// <param name="Text">What is worth telling, in words; may be empty.</param>
/// <param name="IsDone">Nothing is left that could be fetched now.</param>
public sealed record FetchReport(int Messages, long Octets, RemoteFailure? Failure, string Text, bool IsDone)
{
    public static FetchReport Nothing(string why) => new(0, 0, Failure: null, why, IsDone: false);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Messages} messages, {Octets} octets{(Text.Length > 0 ? ": " : "")}{Text}");
}
