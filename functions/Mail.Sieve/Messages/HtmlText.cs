using System.Text;
using MimeKit.Text;

namespace Mail.Sieve;

/// <summary>What people read of an HTML part (RFC 5173 §5.3).</summary>
internal static class HtmlText
{
    /// <summary>Elements that stand within a line; all others end one, so that words of two cells or paragraphs do not run together.</summary>
    private static readonly HashSet<HtmlTagId> Inline =
    [
        HtmlTagId.A, HtmlTagId.Abbr, HtmlTagId.Acronym, HtmlTagId.B, HtmlTagId.Big, HtmlTagId.Code, HtmlTagId.Font, HtmlTagId.I,
        HtmlTagId.Ins, HtmlTagId.Del, HtmlTagId.Mark, HtmlTagId.S, HtmlTagId.Small, HtmlTagId.Span, HtmlTagId.Strike, HtmlTagId.Strong, HtmlTagId.Sub,
        HtmlTagId.Sup, HtmlTagId.TT, HtmlTagId.U,
    ];

    public static string Extract(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        using var reader = new StringReader(html);
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        var hidden = 0;
        while (tokenizer.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title } tag:
                    hidden = tag.IsEndTag ? 0 : tag.IsEmptyElement ? hidden : 1;
                    break;
                case HtmlTagToken tag when !Inline.Contains(tag.Id):
                    text.Append('\n');
                    break;
                case HtmlDataToken { Kind: HtmlTokenKind.Data } data when hidden == 0:
                    text.Append(data.Data);
                    break;
            }
        }

        return text.ToString();
    }
}
