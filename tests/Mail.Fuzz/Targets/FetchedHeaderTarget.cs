using System.Text;
using Mail.Processing;

namespace Mail.Fuzz.Targets;

/// <summary>The header of a collected message: who it came from and for, and which message it is.</summary>
internal sealed class FetchedHeaderTarget : IFuzzTarget
{
    // A field of up to 2,000 octets, and the line of as many that goes beyond it.
    private const int MostOfAField = 4000;

    public string Name => "fetched-header";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.Latin1.GetString(input);
        var header = Read(text);
        BrokenPromiseException.Unless(header.Content == Read(text.Replace("\r", "", StringComparison.Ordinal)).Content || HasLoneCr(text), "line ends do not make another message");
        BrokenPromiseException.Unless(
            Read(text + "\n\n").Content == Read(text + "\n\nMessage-ID: <other@far.test>\nDate: today\n").Content, "which message it is stands in its header");
        BrokenPromiseException.Unless(IsLine(header.From) && IsLine(header.Subject), "a field is one line with a limit");
        foreach (var address in (string?[])[header.ReversePath?.ToString(), header.Recipient("Delivered-To")?.ToString()])
        {
            BrokenPromiseException.Unless(address?.Any(char.IsControl) != true, "an address has no control characters");
        }
    }

    private static bool IsLine(string value) => value.Length <= MostOfAField && !value.Contains('\n', StringComparison.Ordinal);

    private static bool HasLoneCr(string text) => text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\r', StringComparison.Ordinal);

    private static FetchedHeader Read(string text)
    {
        var content = new MemoryStream(Encoding.Latin1.GetBytes(text));
        var header = FetchedHeader.Read(content);
        BrokenPromiseException.Unless(content.Position == 0, "a message is left at its start");
        return header;
    }
}
