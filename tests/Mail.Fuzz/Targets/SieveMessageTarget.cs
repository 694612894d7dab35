using Mail.Sieve;

namespace Mail.Fuzz.Targets;

/// <summary>A message as scripts see it: fields, addresses, parts, texts, and its header edited.</summary>
internal sealed class SieveMessageTarget : IFuzzTarget
{
    private static readonly MessageLimits Limits =
        new() { MaxHeader = 8192, MaxPartHeader = 1024, MaxPartHeaders = 4096, MaxParts = 50, MaxDepth = 5, MaxText = 4096, MaxKept = 8192 };

    private static readonly string[] Names = ["Subject", "From", "To", "Received", "Content-Type", "Content-Disposition", "X"];

    public string Name => "sieve-message";

    public void Run(ReadOnlySpan<byte> input) => RunAsync(input.ToArray()).GetAwaiter().GetResult();

    private static async Task RunAsync(byte[] octets)
    {
        using var content = new MemoryStream(octets);
        var message = await SieveMessage.OpenAsync(content, Limits, CancellationToken.None);
        foreach (var name in Names)
        {
            CheckFields(name, message.Fields(name));
        }

        var root = await message.StructureAsync(CancellationToken.None);
        await CheckPartAsync(message, root, octets.Length);
        CheckEdits(message, octets);
    }

    private static void CheckFields(string name, IReadOnlyList<HeaderField> fields)
    {
        foreach (var field in fields)
        {
            BrokenPromiseException.Unless(field.Name.Equals(name, StringComparison.OrdinalIgnoreCase), "a field is found by its name");
            BrokenPromiseException.Unless(!field.RawValue.Contains('\n', StringComparison.Ordinal), "a value is unfolded");
            BrokenPromiseException.Unless(field.Value is not null && field.Addresses.Count <= 2000, "a value is decoded, and addresses are limited");
        }
    }

    private static async Task CheckPartAsync(SieveMessage message, MessagePart part, long length)
    {
        BrokenPromiseException.Unless(part.Start <= part.BodyStart && part.BodyStart <= part.End && part.End <= length, "a part is within its message");
        foreach (var form in Enum.GetValues<PartForm>())
        {
            // Decoding and taking the markup out never give more than some characters for an octet.
            var text = await message.TextAsync(part, form, CancellationToken.None);
            BrokenPromiseException.Unless((text?.Length ?? 0) <= 4 * Limits.MaxText, "text is limited");
        }

        foreach (var child in part.Parts)
        {
            BrokenPromiseException.Unless(child.Start >= part.BodyStart && child.End <= part.End, "a part is within the one around it");
            await CheckPartAsync(message, child, length);
        }
    }

    private static void CheckEdits(SieveMessage message, byte[] octets)
    {
        var header = message.Header.Octets;
        BrokenPromiseException.Unless(header.Span.SequenceEqual(octets.AsSpan(0, header.Length)), "the header is the beginning of the message");
        BrokenPromiseException.Unless(HeaderEdits.None.Apply(header).AsSpan().SequenceEqual(header.Span), "no edit changes nothing");
        var edits = HeaderEdits.None.Add("X", "y", last: false);
        BrokenPromiseException.Unless(edits.Apply(header).AsSpan().EndsWith(header.Span), "an added field leaves the others as they are");
        var fields = message.Fields("X");
        var deleted = HeaderEdits.None.Delete("X", fields, _ => true);
        BrokenPromiseException.Unless(new HeaderBlock(deleted.Apply(header)).Find("X").Count == 0, "deleted fields are gone");
    }
}
