package io.framelog.ffmpeg.testing;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** JPEGs as some cameras and programs make them, encoded by the JDK at quality 95. */
public final class OddJpegs {
    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";
    private static final int SOI_AND_JFIF = 20;

    private OddJpegs() {}

    /**
     * A JPEG with other sampling factors.
     *
     * @param factors of each component, horizontal and vertical, such as "1x2 1x1 1x1" for 4:4:0
     */
    public static ByteBuffer sampled(BufferedImage picture, String factors) {
        String[] each = factors.split(" ", -1);
        return write(new IIOImage(picture, null, null), ImageTypeSpecifier.createFromRenderedImage(picture), tree -> {
            for (int i = 0; i < each.length; i++) {
                IIOMetadataNode component = (IIOMetadataNode)
                        tree.getElementsByTagName("componentSpec").item(i);
                component.setAttribute("HsamplingFactor", each[i].substring(0, 1));
                component.setAttribute("VsamplingFactor", each[i].substring(2));
            }
        });
    }

    /** A JPEG of RGB, as Adobe's marker tells. */
    public static ByteBuffer rgb(BufferedImage picture) {
        return adobe(bands(picture, (rgb, band) -> rgb >> (16 - 8 * band)), 3, 0);
    }

    /** A JPEG of CMYK, inverted, as Adobe writes it. */
    public static ByteBuffer cmyk(BufferedImage picture) {
        return adobe(bands(picture, OddJpegs::invertedCmyk), 4, 0);
    }

    /** A JPEG of YCCK: inverted CMYK, whose first three are inverted again and converted as RGB is to YCbCr. */
    public static ByteBuffer ycck(BufferedImage picture) {
        return adobe(
                bands(picture, (rgb, band) -> {
                    double red = 255 - invertedCmyk(rgb, 0);
                    double green = 255 - invertedCmyk(rgb, 1);
                    double blue = 255 - invertedCmyk(rgb, 2);
                    double value =
                            switch (band) {
                                case 0 -> 0.299 * red + 0.587 * green + 0.114 * blue;
                                case 1 -> 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue;
                                case 2 -> 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue;
                                default -> invertedCmyk(rgb, 3);
                            };
                    return (int) Math.max(0, Math.min(255, Math.round(value)));
                }),
                4,
                2);
    }

    /** Half of the darkness is black ink; red is what cyan's and black's product lets through. */
    private static int invertedCmyk(int rgb, int band) {
        int brightest = Math.max(rgb >> 16 & 0xFF, Math.max(rgb >> 8 & 0xFF, rgb & 0xFF));
        int black = (255 + brightest) / 2;
        return band == 3 ? black : Math.min(255, Math.round((rgb >> (16 - 8 * band) & 0xFF) * 255f / black));
    }

    private interface Band {
        int of(int rgb, int band);
    }

    private static WritableRaster bands(BufferedImage picture, Band samples) {
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, picture.getWidth(), picture.getHeight(), 4, null);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                for (int band = 0; band < 4; band++) {
                    raster.setSample(x, y, band, samples.of(picture.getRGB(x, y), band) & 0xFF);
                }
            }
        }
        return raster;
    }

    /** Raster data are encoded as they are; Adobe's marker is put behind SOI. */
    private static ByteBuffer adobe(WritableRaster raster, int bands, int transform) {
        int[] list = IntStream.range(0, bands).toArray();
        Raster used = raster.createChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, list);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(used, null, null), quality(writer));
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
        byte[] jpeg = out.toByteArray();
        byte[] marker = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
        };
        int head = (jpeg[3] & 0xFF) == 0xE0 ? SOI_AND_JFIF : 2;
        return ByteBuffer.allocate(jpeg.length - head + 2 + marker.length)
                .put(jpeg, 0, 2)
                .put(marker)
                .put(jpeg, head, jpeg.length - head)
                .flip();
    }

    private static ImageWriteParam quality(ImageWriter writer) {
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0.95f);
        return how;
    }

    private interface Edit {
        void edit(IIOMetadataNode tree);
    }

    private static ByteBuffer write(IIOImage image, ImageTypeSpecifier type, Edit edit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam how = quality(writer);
            IIOMetadata metadata = writer.getDefaultImageMetadata(type, how);
            IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(FORMAT);
            edit.edit(tree);
            metadata.setFromTree(FORMAT, tree);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image.getRenderedImage(), null, metadata), how);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
