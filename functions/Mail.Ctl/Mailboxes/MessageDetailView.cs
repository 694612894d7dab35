namespace Mail.Ctl;

/// <summary>One message: what a list shows, why it is where it is, and its header.</summary>
/// <param name="Route">How the recipient address led here, step by step.</param>
/// <param name="Screen">What screening said.</param>
/// <param name="Screening">What that is made of; <c>null</c> for mail that was not screened.</param>
/// <param name="Sort">Which folder, and by which rule.</param>
/// <param name="Headers">As stored, unfolded, in their order; <c>null</c> when the blob is missing.</param>
internal sealed record MessageDetailView(
    MessageView Message,
    IReadOnlyList<string> Route,
    string Screen,
    ScreeningView? Screening,
    string Sort,
    IReadOnlyList<HeaderView>? Headers);
