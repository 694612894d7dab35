using System.Buffers;
using Mail.Core;
using Mail.Spam;

namespace Mail.Processing;

/// <summary>A message ready to be trained: by what it is known, and what is counted.</summary>
/// <param name="Tokens">With their texts only when they were asked for.</param>
public sealed record TrainingText(MessageKey Key, TokenList Tokens)
{
    /// <summary>Octets of a message that are read: as many as the tokenizer, and those that delivery has added.</summary>
    private const int MaxRead = TokenizerLimits.MaxMessage + (64 * 1024);

    /// <param name="facts">What was known of the message when it came, as the tokenizer was told it then.</param>
    public static TrainingText Read(ReadOnlySpan<byte> stored, IReadOnlyCollection<string>? facts = null, bool keepTexts = false)
    {
        var message = MailboxCopy.AsReceived(stored);
        return new TrainingText(MessageKeys.Of(message), Tokenizer.Tokenize(message, facts, keepTexts));
    }

    /// <summary>What a message that is not to be trained is scored by: the same tokens.</summary>
    public static TokenList ReadTokens(ReadOnlySpan<byte> stored) => Tokenizer.Tokenize(MailboxCopy.AsReceived(stored));

    /// <param name="stored">Read from where it stands; left open.</param>
    public static async Task<TrainingText> ReadAsync(
        Stream stored, IReadOnlyCollection<string>? facts, bool keepTexts, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxRead);
        try
        {
            var length = await stored.ReadAtLeastAsync(buffer.AsMemory(0, MaxRead), MaxRead, throwOnEndOfStream: false, cancellationToken);
            return Read(buffer.AsSpan(0, length), facts, keepTexts);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
