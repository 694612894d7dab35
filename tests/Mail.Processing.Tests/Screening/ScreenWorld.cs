using System.Text;
using Mail.Authentication;
using Mail.Core;
using Mail.Spam;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Processing.Tests;

/// <summary>The real screen over a zone, a scanner and models that a test sets, before the flow of a <see cref="FlowWorld"/>.</summary>
internal sealed class ScreenWorld
{
    public const string Spam = "From: Pills <x@sender.test>\r\nTo: alice@example.test\r\nSubject: cheap pills now\r\n\r\nBuy cheap pills at once, limited offer, click here\r\n";
    public const string Ham = "From: Carol <x@sender.test>\r\nTo: alice@example.test\r\nSubject: minutes of the meeting\r\n\r\nDear Alice, attached are the minutes of our meeting on Tuesday\r\n";

    public ScreenWorld(string zone = """{"sender.test": {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]}}""")
    {
        Flow = new FlowWorld();
        Dns = FakeDns.Parse(zone);
        var scanning = new ContentScanning([Scanner], NullLogger<ContentScanning>.Instance);
        Screen = new MailScreen(
            new SenderCheck(new SenderAuthenticator(Dns, Flow.Time), Flow.Storage.Settings, Flow.Options, Options, Flow.Time, NullLogger<SenderCheck>.Instance),
            scanning,
            new SubmissionScreen(scanning, Flow.Storage.Settings),
            new DmarcHandling(Flow.Storage.Directory, Flow.Storage.Settings),
            Models,
            Models,
            Options,
            NullLogger<MailScreen>.Instance);
    }

    public FlowWorld Flow { get; }

    public FakeDns Dns { get; }

    public FixedScanner Scanner { get; } = new();

    public FixedModels Models { get; } = new();

    public ScreenOptions Options { get; } = new();

    public MailScreen Screen { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A model that knows the two messages above for what they are.</summary>
    public static ModelCounts Trained(int times = 20, bool swapped = false)
    {
        var counts = new ModelCounts();
        for (var i = 0; i < times; i++)
        {
            counts.Add(Tokenizer.Tokenize(Encoding.UTF8.GetBytes(Spam)), swapped ? SpamLabel.Ham : SpamLabel.Spam);
            counts.Add(Tokenizer.Tokenize(Encoding.UTF8.GetBytes(Ham)), swapped ? SpamLabel.Spam : SpamLabel.Ham);
        }

        return counts;
    }

    public static SpooledMessage Message(string content = Spam, Func<Envelope, Envelope>? with = null)
    {
        var envelope = new Envelope
        {
            QueueId = QueueId.New(TimeProvider.System),
            ReversePath = MailAddress.Parse("x@sender.test"),
            Recipients = [new EnvelopeRecipient { Address = MailAddress.Parse("alice@example.test") }],
            ArrivedAt = DateTimeOffset.UtcNow,
            ClientAddress = "192.0.2.1",
            Helo = "mail.sender.test",
        };
        var octets = Encoding.UTF8.GetBytes(content);
        return new SpooledMessage { Envelope = with?.Invoke(envelope) ?? envelope, Content = new MemoryStream(octets, 0, octets.Length, writable: false, publiclyVisible: true), Held = false };
    }

    public async Task<MailboxVerdict> JudgeAsync(SpooledMessage message, AccountEntry? account = null) =>
        await Screen.JudgeAsync(await Screen.ScreenAsync(message, Token), account ?? Flow.Alice, Token);
}
