using System.Text;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Reads a script from a file or from standard input.</summary>
internal static class RuleFile
{
    public const string StandardInput = "-";

    /// <summary>The text, or why there is none.</summary>
    public static async Task<(string? Text, CommandResult? Objection)> ReadAsync(CtlConsole console, string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == StandardInput
                ? await console.In.ReadToEndAsync(cancellationToken)
                : await File.ReadAllTextAsync(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), cancellationToken);
            return text.Length > Rule.MaxText ? (null, CommandResult.Refused($"{file} has more than {Rule.MaxText} characters."))
                : string.IsNullOrWhiteSpace(text) ? (null, CommandResult.Refused($"{file} is empty."))
                : (text, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, CommandResult.Refused($"{file} cannot be read: {e.Message}"));
        }
        catch (DecoderFallbackException)
        {
            return (null, CommandResult.Refused($"{file} is not UTF-8, which Sieve is written in (RFC 5228 §2.1)."));
        }
    }
}
