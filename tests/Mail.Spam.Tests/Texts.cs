using System.Text;

namespace Mail.Spam.Tests;

/// <summary>Messages and what they are made of, in words.</summary>
internal static class Texts
{
    public static TokenList Tokens(string message) => Tokenizer.Tokenize(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")), keepTexts: true);

    public static TokenList Body(string text, string fields = "Content-Type: text/plain; charset=utf-8") =>
        Tokens($"Subject: test\n{fields}\n\n{text}\n");

    public static HashSet<string> Of(TokenList tokens)
    {
        var texts = new HashSet<string>();
        foreach (var feature in tokens.Features)
        {
            texts.Add(tokens.TextOf(feature));
        }

        return texts;
    }

    public static HashSet<string> Of(string message) => Of(Tokens(message));

    public static HashSet<string> OfBody(string text, string fields = "Content-Type: text/plain; charset=utf-8") => Of(Body(text, fields));
}
