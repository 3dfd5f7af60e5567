namespace TrainingContainer.S3.Tests.Server;

/// <summary>What happens to an answer, and with what.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Status">Of an answer in its place.</param>
/// <param name="Body">Of an answer in its place.</param>
/// <param name="Headers">Of an answer in its place, each with its line end.</param>
public sealed record Fault(FaultKind Kind, int Status = 0, string Body = "", string Headers = "")
{
    /// <summary>Nothing happens.</summary>
    public static Fault None { get; } = new(FaultKind.None);

    /// <summary>S3's answer for an error.</summary>
    public static Fault Refuse(int status, string code, string headers = "") => new(
        FaultKind.Refuse, status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>text of {code}</Message><RequestId>1</RequestId></Error>", headers);
}
