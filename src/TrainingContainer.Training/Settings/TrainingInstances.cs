namespace TrainingContainer.Training;

/// <summary>The instance types that can run this program, declared once.</summary>
/// <remarks>
/// The API's TrainingInstanceType of 2026 without Trainium (ml.trn*: no CUDA), Arm hosts (ml.p6e-gb200) and GPUs that the CUDA
/// image does not reach any more (ml.p2).
/// </remarks>
public static class TrainingInstances
{
    private static readonly (string Family, string Sizes)[] Families =
    [
        ("m4", "xlarge 2xlarge 4xlarge 10xlarge 16xlarge"),
        ("m5", "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge"),
        ("m6i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge"),
        ("m7i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"),
        ("c4", "xlarge 2xlarge 4xlarge 8xlarge"),
        ("c5", "xlarge 2xlarge 4xlarge 9xlarge 18xlarge"),
        ("c5n", "xlarge 2xlarge 4xlarge 9xlarge 18xlarge"),
        ("c6i", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge"),
        ("c7i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"),
        ("r5", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"),
        ("r5d", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"),
        ("r7i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"),
        ("t3", "medium large xlarge 2xlarge"),
        ("g4dn", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"),
        ("g5", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"),
        ("g6", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"),
        ("g6e", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"),
        ("g7e", "2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge"),
        ("p3", "2xlarge 8xlarge 16xlarge"),
        ("p3dn", "24xlarge"),
        ("p4d", "24xlarge"),
        ("p4de", "24xlarge"),
        ("p5", "4xlarge 48xlarge"),
        ("p5e", "48xlarge"),
        ("p5en", "48xlarge"),
        ("p6-b200", "48xlarge"),
        ("p6-b300", "48xlarge"),
    ];

    /// <summary>All of them, for example <c>ml.g5.xlarge</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Families.SelectMany(family => family.Sizes.Split(' ').Select(size => $"ml.{family.Family}.{size}"))];
}
