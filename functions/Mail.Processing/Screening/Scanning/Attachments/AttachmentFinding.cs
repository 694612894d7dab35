using Mail.Core;

namespace Mail.Processing;

/// <param name="Path">Of the file, for people: <c>a.zip/b.exe</c>. A stranger's text.</param>
/// <param name="Why">In words.</param>
/// <param name="Action">What the operator wants done.</param>
internal sealed record AttachmentFinding(AttachmentKind Kind, string Path, string Why, ScanAction Action);
