using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The columns of <see cref="SpamPreferences"/>, the same in <c>Accounts</c> and <c>Domains</c>. One that is no good is told, and counts as empty.</summary>
internal static class SpamColumns
{
    private const string UnsureFrom = "SpamUnsureFrom";
    private const string SpamFrom = "SpamFrom";
    private const string ReviewFolder = "SpamReviewFolder";
    private const string Digest = "SpamDigest";

    public static SpamPreferences Read(TableEntity row, RowProblems problems)
    {
        var (unsure, spam) = (Score(row, UnsureFrom, problems), Score(row, SpamFrom, problems));
        if (unsure > spam)
        {
            problems.Note($"{UnsureFrom} must not be above {SpamFrom}; neither is used");
            (unsure, spam) = (null, null);
        }

        var preferences = new SpamPreferences
        {
            UnsureFrom = unsure,
            SpamFrom = spam,
            ReviewFolder = Folder(row, problems),
            Digest = Truth(row, problems),
        };
        return preferences == SpamPreferences.None ? SpamPreferences.None : preferences;
    }

    /// <summary>A text column can be emptied by a merge, a number cannot.</summary>
    public static void Write(TableEntity row, SpamPreferences preferences)
    {
        row[UnsureFrom] = Text(preferences.UnsureFrom);
        row[SpamFrom] = Text(preferences.SpamFrom);
        row[ReviewFolder] = preferences.ReviewFolder ?? "";
        row[Digest] = preferences.Digest is { } digest ? SettingText.Truth(digest) : "";
    }

    private static string Text(double? score) => score is { } some ? SettingText.Score(some) : "";

    private static double? Score(TableEntity row, string column, RowProblems problems)
    {
        if (Lenient.Text(row, column) is not { } text)
        {
            return null;
        }

        if (SettingText.TryScore(text, out var score))
        {
            return score;
        }

        problems.Note($"{column} has to be a number from 0 to 1, or empty");
        return null;
    }

    private static string? Folder(TableEntity row, RowProblems problems)
    {
        if (Lenient.Text(row, ReviewFolder) is not { } text)
        {
            return null;
        }

        if (FolderName.TryKey(text, out _))
        {
            return text;
        }

        problems.Note($"{ReviewFolder} is no name of a folder");
        return null;
    }

    private static bool? Truth(TableEntity row, RowProblems problems)
    {
        if (!Lenient.TryTruth(row, Digest, out var truth))
        {
            problems.Note($"{Digest} has to be yes or no, or empty");
        }

        return truth;
    }
}
