using System.Text;

namespace Mail.Smtp.Tests.Authentication;

/// <summary>Runs exchanges in text: UTF-8, with <c>^@</c> for NUL and <c>^A</c> for 0x01.</summary>
internal static class Exchange
{
    public static byte[] Octets(string text) =>
        Encoding.UTF8.GetBytes(text.Replace("^@", "\0", StringComparison.Ordinal).Replace("^A", "\u0001", StringComparison.Ordinal));

    public static async Task<SaslStep> SayAsync(this ISaslExchange exchange, string? text) =>
        await exchange.NextAsync(text is null ? (ReadOnlyMemory<byte>?)null : Octets(text), TestContext.Current.CancellationToken);

    /// <summary>Says one message after the other; every answer but the last has to be a challenge.</summary>
    public static async Task<SaslStep> RunAsync(this ISaslExchange exchange, params string?[] messages)
    {
        foreach (var message in messages[..^1])
        {
            Assert.IsType<SaslStep.Challenge>(await exchange.SayAsync(message));
        }

        return await exchange.SayAsync(messages[^1]);
    }

    public static string Text(this SaslStep step) => Encoding.UTF8.GetString(Assert.IsType<SaslStep.Challenge>(step).Data.Span);

    public static int Code(this SaslStep step) => Assert.IsType<SaslStep.Failure>(step).Reply.Code;
}
