package io.framelog.frame;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Real images for tests, encoded by the JDK. */
public final class Images {
    private Images() {}

    /** A picture of two colours, encoded. */
    public static ByteBuffer image(ImageFormat format, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format.fileExtension(), out)) {
                throw new IllegalStateException("the JDK has no encoder for " + format);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes everything", e);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
