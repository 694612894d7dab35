using Mail.Core;

namespace Mail.Processing;

/// <summary>What folders say of the messages that their owner puts there.</summary>
internal static class TrainingFolders
{
    private const string Junk = "\\Junk";
    private const string Trash = "\\Trash";

    /// <summary>What a move by a person says; <c>null</c> when nothing: also a move to Trash, which throws away ham as well as spam.</summary>
    /// <param name="review">Where what is unsure waits.</param>
    public static TrainedAs? MoveMeans(string from, string to, string review)
    {
        if (FolderName.Key(from) == FolderName.Key(to) || IsReview(to, review))
        {
            return null;
        }

        var isLookedAt = SpecialFolders.IsNamed(from, Junk) || IsReview(from, review);
        return LieIn(to) is TrainedAs.Ham && !isLookedAt ? null : LieIn(to);
    }

    /// <summary>Whether a message that was moved and now lies here was meant so: also spam that was thrown away after it had been put into Junk.</summary>
    public static bool Confirms(string folder, TrainedAs trainedAs) =>
        LieIn(folder) == trainedAs || (trainedAs == TrainedAs.Spam && SpecialFolders.IsNamed(folder, Trash));

    /// <summary>What a message in this folder is taken for; <c>null</c> in Trash.</summary>
    public static TrainedAs? LieIn(string folder) =>
        SpecialFolders.IsNamed(folder, Junk) ? TrainedAs.Spam
        : SpecialFolders.IsNamed(folder, Trash) ? null
        : TrainedAs.Ham;

    /// <summary>INBOX, as the review folder, is no place of its own: it says nothing.</summary>
    private static bool IsReview(string folder, string review) =>
        FolderName.Key(folder) == FolderName.Key(review) && FolderName.Key(review) != FolderName.Key(FolderName.Inbox);
}
