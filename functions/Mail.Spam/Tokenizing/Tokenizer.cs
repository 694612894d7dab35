namespace Mail.Spam;

/// <summary>Turns a message into its features. Any octets at all are a message; nothing is an error. Costs are bounded by <see cref="TokenizerLimits"/>.</summary>
public static class Tokenizer
{
    [ThreadStatic]
    private static MessageScanner? _scanner;

    /// <param name="message">RFC 5322 with any line ends; a first line of an mbox, <c>From …</c>, is passed over. Read up to <see cref="TokenizerLimits.MaxMessage"/>.</param>
    /// <param name="facts">What the host knows of the message, such as <c>auth:dmarc=pass</c>: each becomes a feature.</param>
    /// <param name="keepTexts">Keep the features in words, for clues; costs about as much again.</param>
    public static TokenList Tokenize(ReadOnlySpan<byte> message, IReadOnlyCollection<string>? facts = null, bool keepTexts = false)
    {
        var scanner = _scanner ??= new MessageScanner();
        return scanner.Scan(message[..Math.Min(message.Length, TokenizerLimits.MaxMessage)], facts ?? [], keepTexts);
    }

    /// <param name="message">Read from where it stands, up to <see cref="TokenizerLimits.MaxMessage"/>.</param>
    public static async Task<TokenList> TokenizeAsync(
        Stream message, IReadOnlyCollection<string>? facts = null, bool keepTexts = false, CancellationToken cancellationToken = default)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(TokenizerLimits.MaxMessage);
        try
        {
            var length = await message.ReadAtLeastAsync(
                buffer.AsMemory(0, TokenizerLimits.MaxMessage), TokenizerLimits.MaxMessage, throwOnEndOfStream: false, cancellationToken);
            return Tokenize(buffer.AsSpan(0, length), facts, keepTexts);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
