package io.framelog.publisher.source;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a camera can deliver.
 *
 * @param codec FFmpeg's name, such as {@code mjpeg} or {@code yuyv422}; {@code Unsupported} if FFmpeg cannot read it
 * @param description the camera's own name for it
 * @param sizes such as {@code 640x480}, or ranges such as {@code {16-1920, 2}x{16-1080, 2}}; empty if it does not tell
 */
public record CameraFormat(String codec, String description, List<String> sizes) {
    /** As FFmpeg's {@code list_formats} prints it. */
    private static final Pattern LINE = Pattern.compile(
            "(?m)(?:Raw|Compressed) *: +(\\S+) : +(.*?) :(?: Emulated :)?((?: \\d+x\\d+| \\{.*\\})*) *$");

    private static final Pattern SIZE = Pattern.compile("\\d+x\\d+|\\{[^}]*\\}x\\{[^}]*\\}");

    /** Reads the messages of FFmpeg about a camera. */
    static List<CameraFormat> read(String messages) {
        return LINE.matcher(messages)
                .results()
                .map(line -> new CameraFormat(
                        line.group(1),
                        line.group(2).strip(),
                        SIZE.matcher(line.group(3))
                                .results()
                                .map(size -> size.group())
                                .toList()))
                .toList();
    }
}
