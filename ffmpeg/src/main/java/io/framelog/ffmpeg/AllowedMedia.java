package io.framelog.ffmpeg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of FFmpeg's formats and codecs may be used. FFmpeg knows hundreds, most of them for the files of old games and
 * editing programs, and each is native code that a file of a stranger reaches. Immutable.
 *
 * @param more names of formats, codecs and protocols in FFmpeg's own spelling that are allowed in addition;
 *     {@value #ALL} allows every format and codec
 */
public record AllowedMedia(Set<String> more) {
    /** Allows every format and codec. */
    public static final String ALL = "all";

    /** What cameras and ordinary files need. */
    public static final AllowedMedia COMMON = new AllowedMedia(Set.of());

    private static final List<String> FORMATS = List.of(
            ("mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,live_flv,ogg,asf,asf_o,mxf,dv,nut,ivf,obu,m4v,h263,h264,hevc,vvc,"
                            + "vc1,mjpeg,mpjpeg,yuv4mpegpipe,rm,rtsp,sdp,rtp,rtp_mpegts,hls,dash,webvtt,mp3,flac,aac,wav,"
                            + "image2,image2pipe,jpeg_pipe,jpegls_pipe,j2k_pipe,png_pipe,apng,gif,gif_pipe,webp_pipe,bmp_pipe,"
                            + "tiff_pipe,pgm_pipe,ppm_pipe,pam_pipe,rawvideo")
                    .split(","));

    private static final List<String> PICTURES = List.of(
            ("h264,hevc,vvc,mjpeg,mjpegb,av1,libdav1d,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,mpeg1video,mpeg2video,mpegvideo,"
                            + "mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,h261,h263,h263i,h263p,flv,vp6,vp6a,vp6f,wmv1,wmv2,wmv3,vc1,"
                            + "theora,vp3,rv30,rv40,svq1,svq3,cinepak,dvvideo,prores,dnxhd,huffyuv,ffvhuff,ffv1,rawvideo,"
                            + "v210,r210,yuv4,png,apng,gif,webp,bmp,tiff,jpeg2000,jpegls,pgm,ppm,pam,qtrle")
                    .split(","));

    /** FFmpeg opens them to find out the length and the streams of a file. */
    private static final List<String> SOUND = List.of(
            ("aac,aac_fixed,aac_latm,mp1,mp1float,mp2,mp2float,mp3,mp3float,ac3,eac3,opus,libopus,vorbis,flac,alac,speex,"
                            + "wmav1,wmav2,amrnb,amrwb,g729,adpcm_g722,adpcm_g726,adpcm_g726le,adpcm_ima_wav,adpcm_ms,"
                            + "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
                            + "pcm_f32le,pcm_f32be,pcm_dvd,pcm_bluray")
                    .split(","));

    /** What a file may name by itself, as FFmpeg has it. */
    private static final String FILE_PROTOCOLS = "file,crypto,data";
    /** What an address may lead to by itself, as FFmpeg has it. */
    private static final String HTTP_PROTOCOLS = "http,https,tls,rtp,tcp,udp,crypto,httpproxy,data";

    /** FFmpeg's options for opening an input. Protocols are widened only if names are given. */
    public Map<String, String> options(boolean http) {
        if (more.contains(ALL)) {
            return Map.of();
        }
        Map<String, String> options = new HashMap<>();
        options.put("format_whitelist", with(FORMATS));
        options.put("codec_whitelist", with(PICTURES) + "," + String.join(",", SOUND));
        if (!more.isEmpty()) {
            options.put("protocol_whitelist", (http ? HTTP_PROTOCOLS : FILE_PROTOCOLS) + "," + String.join(",", more));
        }
        return options;
    }

    private String with(List<String> names) {
        return String.join(",", names) + (more.isEmpty() ? "" : "," + String.join(",", more));
    }

    /** Whether a name has a form that FFmpeg's lists can hold. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9_-]+");
    }

    /** Whether pictures may be decoded by a decoder. */
    public boolean allowsDecoder(String name) {
        return PICTURES.contains(name) || more.contains(name) || more.contains(ALL);
    }
}
