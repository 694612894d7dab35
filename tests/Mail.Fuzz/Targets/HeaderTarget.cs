using System.Text;
using Mail.Core;
using Mail.Gateway;
using Mail.Testing;

namespace Mail.Fuzz.Targets;

/// <summary>The header of a submitted message. Line ends are CRLF by then: the session refuses others.</summary>
internal sealed class HeaderTarget : IFuzzTarget
{
    private readonly HeaderPolicy _policy;

    public HeaderTarget()
    {
        var storage = new InMemoryStorage();
        _policy = new HeaderPolicy(new SenderRights(new Router(storage.Directory), storage.SenderGrants), "mx.example.test");
    }

    public string Name => "header";

    public void Run(ReadOnlySpan<byte> input)
    {
        CheckAddresses(input);
        var isHeader = SubmittedHeader.TryParse(input.ToArray(), out var header, out var problem);
        BrokenPromiseException.Unless(isHeader == (problem is null), "there is a header or a problem");
        if (!isHeader)
        {
            return;
        }

        var octets = header!.Fields.SelectMany(field => field.Octets.ToArray()).ToArray();
        BrokenPromiseException.Unless(input.SequenceEqual(octets), "the fields are the header, whole and in order");
        foreach (var field in header.Fields)
        {
            CheckAddresses(field.Value.Span);
        }

        CheckRewritten(header);
    }

    private void CheckRewritten(SubmittedHeader header)
    {
        var rewritten = _policy.Rewrite(header, QueueId.New(TimeProvider.System), TimeProvider.System.GetUtcNow());
        BrokenPromiseException.Unless(rewritten.AsSpan().IndexOf("\r\n\r\n"u8) < 0 || header.Fields.Any(HasEmptyLine), "a field does not end the header");
        if (header.Fields.Count > SubmittedHeader.MaxFields - 2)
        {
            return;
        }

        BrokenPromiseException.Unless(SubmittedHeader.TryParse(rewritten, out var again, out _), "what we write is a header");
        BrokenPromiseException.Unless(again!.Named("date").Any() && again.Named("message-id").Any(), "nothing is missing");
        BrokenPromiseException.Unless(!again.Named("bcc").Any() && !again.Named("resent-bcc").Any(), "blind copies are gone");
        BrokenPromiseException.Unless(again.Named("from").Count() == header.Named("from").Count(), "no author is added or lost");
    }

    private static bool HasEmptyLine(HeaderField field) => field.Octets.Span.IndexOf("\r\n\r\n"u8) >= 0;

    private static void CheckAddresses(ReadOnlySpan<byte> value)
    {
        if (!AddressListReader.TryRead(value, out var addresses))
        {
            return;
        }

        BrokenPromiseException.Unless(addresses.Count <= AddressListReader.MaxAddresses, "a list has a limit");
        foreach (var address in addresses)
        {
            AddressTarget.Check(address);
            // Nothing is made up: the domain, as it was typed, is in the text.
            BrokenPromiseException.Unless(value.Contains((byte)'@'), "an address has an @ in the text");
        }

        var written = Encoding.UTF8.GetBytes(string.Join(", ", addresses));
        BrokenPromiseException.Unless(
            addresses.Count == 0 || (AddressListReader.TryRead(written, out var again) && again.SequenceEqual(addresses)), "addresses are read as they are written");
    }
}
