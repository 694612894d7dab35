using Mail.Core;

namespace Mail.Sieve.Svtest;

/// <summary>What a test file finds before it sets anything.</summary>
internal static class SvtestDefaults
{
    public static byte[] Message { get; } = "From: sender@example.com\r\nTo: recipient@example.com\r\nSubject: test\r\n\r\nTest\r\n"u8.ToArray();

    public static SieveEnvironment Environment { get; } = new()
    {
        EnvelopeFrom = "sender@example.com",
        EnvelopeTo = "recipient@example.com",
        Domain = "example.com",
        Host = "testsuite.example.com",
        Location = "MS",
        Phase = "during",
        Version = "1",
    };

    /// <summary>Who a message is from and for, as long as the test does not say: what its header names, as with Pigeonhole.</summary>
    public static SieveEnvironment WithEnvelope(SieveEnvironment environment, ISieveMessage message) => environment with
    {
        EnvelopeFrom = FirstAddress(message, "Return-Path", "Sender", "From") ?? Environment.EnvelopeFrom,
        EnvelopeTo = FirstAddress(message, "Envelope-To", "To") ?? Environment.EnvelopeTo,
    };

    public static SieveEnvironment WithSettings(SieveEnvironment environment, SvtestSettings settings) =>
        MailAddressParser.TryParse(settings["sieve_user_email"], out var owner, out _) ? environment with { Owner = owner } : environment with { Owner = null };

    private static string? FirstAddress(ISieveMessage message, params string[] names) =>
        names.SelectMany(message.Fields).SelectMany(field => field.Addresses).FirstOrDefault(address => MailAddressParser.TryParse(address, out _, out _));
}
