namespace Mail.Core;

/// <summary>What a message was trained as. Nothing is trained as unsure.</summary>
public enum TrainedAs
{
    Ham,
    Spam,
}
