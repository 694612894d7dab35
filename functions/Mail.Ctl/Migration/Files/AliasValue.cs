using System.Text;

namespace Mail.Ctl;

/// <summary>Takes the right-hand side of aliases(5) apart: values between commas, as they are without quotes.</summary>
internal static class AliasValue
{
    public static IReadOnlyList<string> Split(string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '\\' when isQuoted && i + 1 < text.Length:
                    value.Append(text[++i]);
                    break;
                case ',' when !isQuoted:
                    Add(values, value);
                    break;
                default:
                    value.Append(text[i]);
                    break;
            }
        }

        Add(values, value);
        return values;
    }

    private static void Add(List<string> values, StringBuilder value)
    {
        if (value.ToString().Trim() is { Length: > 0 } text)
        {
            values.Add(text);
        }

        value.Clear();
    }
}
