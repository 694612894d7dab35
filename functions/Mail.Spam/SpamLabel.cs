namespace Mail.Spam;

/// <summary>What a message is known to be, by someone who read it.</summary>
public enum SpamLabel
{
    Ham,
    Spam,
}
