namespace TrainingContainer.Training.Tests;

public sealed class CheckpointNameTests
{
    [Theory]
    [InlineData(0, 42, 1234, "checkpoint-rank0-000042-step1234.safetensors")]
    [InlineData(12, 1_234_567, 0, "checkpoint-rank12-1234567-step0.safetensors")]
    public void Name_IsReadAsItIsWritten(int rank, long sequence, long step, string text)
    {
        var name = new CheckpointName(rank, sequence, step);
        name.ToString().ShouldBe(text);
        CheckpointName.TryParse(text).ShouldBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("checkpoint-rank.safetensors")]
    [InlineData("checkpoint-rank")]
    [InlineData("checkpoint-rank0-000042-step1234.safetensors.sagemaker-uploading")]
    [InlineData("checkpoint-rank0-000042-step1234.safetensors.sagemaker-uploaded")]
    [InlineData(".checkpoint-rank0-000042-step1234.safetensors.sagemaker-ignore")]
    [InlineData("checkpoint-rank0-000042-step1234.SAFETENSORS")]
    [InlineData("checkpoint-rank0-42-step1234.safetensors")]
    [InlineData("checkpoint-rank0-0000042-step1234.safetensors")]
    [InlineData("checkpoint-rank00-000042-step1234.safetensors")]
    [InlineData("checkpoint-rank0-000042-step01234.safetensors")]
    [InlineData("checkpoint-rank0-000042-1234.safetensors")]
    [InlineData("checkpoint-rank0-000042-step.safetensors")]
    [InlineData("checkpoint-rank0-000042-step12-3.safetensors")]
    [InlineData("checkpoint-rank-1-000042-step1.safetensors")]
    [InlineData("checkpoint-rank0-+00042-step1.safetensors")]
    [InlineData("checkpoint-rank0- 00042-step1.safetensors")]
    [InlineData("checkpoint-rank0-000042-step1٣.safetensors")]
    [InlineData("checkpoint-rank0-99999999999999999999-step1.safetensors")]
    [InlineData("checkpoint-rank0-9223372036854775807-step1.safetensors")]
    [InlineData("model.safetensors")]
    public void AnyOtherName_IsNone(string text) => CheckpointName.TryParse(text).ShouldBeNull();
}
