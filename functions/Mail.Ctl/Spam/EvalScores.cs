using System.Globalization;

namespace Mail.Ctl;

/// <summary>The file that <c>--scores</c> names: <c>label&lt;TAB&gt;score&lt;TAB&gt;path</c>, in the order of the test.</summary>
internal static class EvalScores
{
    public static void Write(string path, IEnumerable<EvalScore> scores)
    {
        using var writer = new StreamWriter(path);
        foreach (var score in scores)
        {
            // Shortest form that reads back as the same number.
            writer.Write(score.IsSpam ? "spam" : "ham");
            writer.Write('\t');
            writer.Write(score.Score.ToString("R", CultureInfo.InvariantCulture));
            writer.Write('\t');
            writer.Write(score.Message.Name);
            writer.Write('\n');
        }
    }
}
