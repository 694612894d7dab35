using System.Xml;
using Mail.Core;
using Mail.Functions;

namespace Mail.Fuzz.Targets;

/// <summary>The XML that mail programs post, and what we answer to it.</summary>
internal sealed class AutodiscoverTarget : IFuzzTarget
{
    private static readonly AnnouncedServices Services = new(
        "mail.example.test",
        [new AnnouncedService(AnnouncedProtocol.Submission, AnnouncedSecurity.Tls, "mail.example.test", 465)]);

    public string Name => "autodiscover";

    public void Run(ReadOnlySpan<byte> input)
    {
        var isRequest = AutodiscoverRequest.TryRead(input.ToArray(), out var address, out var error);
        BrokenPromiseException.Unless(isRequest == (error is null), "there is an address or an error");
        if (!isRequest)
        {
            return;
        }

        AddressTarget.Check(address!);
        using var answer = XmlReader.Create(new MemoryStream(AutodiscoverDocument.Write(address!, Services)));
        BrokenPromiseException.Unless(answer.ReadToFollowing("LoginName"), "the answer is well-formed");
        BrokenPromiseException.Unless(answer.ReadElementContentAsString() == address!.ToString(), "the name in it is the one that asked");
    }
}
