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

    /// <summary>For people: <c>5 messages, 6,400 octets: …</c>, or the text alone when nothing was fetched.</summary>
    public override string ToString()
    {
        var count = string.Create(CultureInfo.InvariantCulture, $"{Messages} {(Messages == 1 ? "message" : "messages")}, {Octets:N0} octets");
        return Text.Length == 0 ? count : Messages == 0 ? Text : $"{count}: {Text}";
    }
}
