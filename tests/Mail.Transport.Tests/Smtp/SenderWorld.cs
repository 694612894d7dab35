using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Transport.Tests;

/// <summary>A sender, and servers on loopback as its smarthosts.</summary>
internal sealed class SenderWorld : IAsyncDisposable
{
    public const string Message = "From: a@sender.test\r\nSubject: hi\r\n\r\n.dots\r\n..more\r\nend\r\n";

    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8")];

    private readonly PublicWeb _web;

    public SenderWorld(SenderOptions? options = null, string zone = "{}", Func<int, string>? zoneOf = null)
    {
        Dns = FakeDns.Parse(zoneOf?.Invoke(Server.Port) ?? zone);
        _web = new PublicWeb(Dns, new WebOptions { AllowedNetworks = Loopback, Authorities = [TestCertificate.Root] });
        Sender = new MessageSender(
            Dns,
            new RoutingOptions { AllowedNetworks = Loopback, DirectPort = Server.Port },
            options ?? Options,
            secrets: null,
            new TlsSources(Policies, _web, Results),
            new Random(1),
            TimeProvider.System,
            NullLogger<MessageSender>.Instance);
    }

    public static SenderOptions Options { get; } = new()
    {
        Helo = "mx.example.test",
        ReplyTimeout = TimeSpan.FromSeconds(20),
        Authorities = [TestCertificate.Root],
    };

    public FakeDns Dns { get; }

    public InMemoryStsPolicies Policies { get; } = new();

    public RecordedTlsResults Results { get; } = new();

    public ScriptedSmtpServer Server { get; } = new();

    public MessageSender Sender { get; }

    public SendRequest Request(params string[] recipients) => new()
    {
        QueueId = QueueId.New(TimeProvider.System),
        Destination = "peer.test",
        Transport = new Core.Transport { Pattern = "*", Kind = TransportKind.Smarthost, Host = "[127.0.0.1]", Port = Server.Port },
        ReversePath = MailAddress.Parse("a@sender.test"),
        Recipients = [.. recipients.Select(address => new SendRecipient(MailAddress.Parse(address)))],
        OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(Encoding.Latin1.GetBytes(Message))),
        Size = Message.Length,
    };

    public static SendRequest WithContent(SendRequest request, byte[] content) =>
        request with { OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(content)), Size = content.Length };

    public Task<SendResult> SendAsync(SendRequest request) => Sender.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>For the name localhost and the address 127.0.0.1.</summary>
    public static X509Certificate2 Certificate(string name, bool isExpired = false)
    {
        using var certificate = TestCertificate.For([name], isExpired ? DateTimeOffset.UtcNow.AddDays(-1) : null);
        return X509CertificateLoader.LoadPkcs12(certificate.ToPkcs12("x"), "x");
    }

    public async ValueTask DisposeAsync()
    {
        await Sender.DisposeAsync();
        _web.Dispose();
        await Server.DisposeAsync();
    }
}
