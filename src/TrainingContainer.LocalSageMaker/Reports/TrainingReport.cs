using System.Globalization;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>The report on one training job.</summary>
internal static class TrainingReport
{
    /// <summary>What the report says.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="now">The time of the report.</param>
    public static ReportContent Content(JobFolder folder, DateTimeOffset now)
    {
        var job = ReportJob.Read(folder, metric: null, now);
        return new ReportContent
        {
            Name = job.Name,
            Kind = "Training job",
            Status = job.Status,
            Time = now,
            Facts = [.. Facts(folder, TrainingJobRequest.Read(folder.ReadRequest(), new RequestFindings()))],
            Jobs = [job],
        };
    }

    private static IEnumerable<ReportFact> Facts(JobFolder folder, TrainingJobRequest request)
    {
        var state = folder.ReadState();
        yield return new("Created", ReportText.Time(state.CreationTime));
        if (state.TrainingEndTime is { } end) yield return new("Ended", ReportText.Time(end));
        yield return new("Instances", string.Join(", ", request.Groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count} × {group.InstanceType}"))));
        yield return new("Market", request.IsSpot ? "Spot" : "on demand");
        if (request.Image is { } image) yield return new("Image", image);
        foreach (var channel in request.Channels) yield return new($"Channel {channel.Name}", $"{channel.Location} ({channel.InputMode})");
        if (request.Checkpoints is { } checkpoints) yield return new("Checkpoints", checkpoints.ToString());
        yield return new("Model", state.ModelArtifacts ?? "none");
        yield return new("Time limit", ReportText.Duration(request.MaxRuntimeSeconds) + (request.MaxWaitSeconds is { } wait ? $", {ReportText.Duration(wait)} with waiting" : ""));
        yield return new("ARN", state.Arn);
    }
}
