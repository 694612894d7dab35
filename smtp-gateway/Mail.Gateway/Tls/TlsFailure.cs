using System.Security.Authentication;

namespace Mail.Gateway;

/// <summary>Why a handshake failed, in words for an operator.</summary>
internal static class TlsFailure
{
    public static string Explain(Exception error)
    {
        var details = string.Join(": ", Chain(error).Select(e => e.Message.TrimEnd('.').ReplaceLineEndings(" ")).Distinct());
        return details switch
        {
            _ when Has("unsupported protocol") || Has("version too low") => "the client speaks only versions before TLS 1.2",
            _ when Has("no shared cipher") => "the client knows none of our ciphers",
            _ when Has("wrong version number") || Has("http request") || Has("corrupted") || Has("unexpected eof") && error is AuthenticationException =>
                "the client does not speak TLS",
            _ when Has("alert certificate unknown") || Has("alert unknown ca") || Has("alert bad certificate") || Has("alert certificate expired") =>
                $"the client does not trust our certificate ({details})",
            _ when error is IOException => "the client left during the handshake",
            _ => details,
        };

        bool Has(string text) => details.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }
}
