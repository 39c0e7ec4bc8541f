package io.framelog.detection.motion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MotionWatchMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    private static MotionWatch watch(int width, int height) {
        return new MotionWatch(width, height, MotionSettings.USUAL, new MotionWatch.Listener() {
            @Override
            public void began(Finding finding) {}

            @Override
            public void ended(Finding finding) {}
        });
    }

    @Test
    void keepsLessThanAMegabyteForThePicturesOfAStream() throws Exception {
        assertTrue(bytes(watch(160, 160), Collections.newSetFromMap(new IdentityHashMap<>())) < MEGABYTE);
    }

    /** The bytes of all arrays that an object reaches. */
    private static long bytes(Object from, Set<Object> seen) throws Exception {
        if (!seen.add(from)) {
            return 0;
        }
        if (from.getClass().isArray()) {
            Class<?> type = from.getClass().getComponentType();
            int length = Array.getLength(from);
            if (type.isPrimitive()) {
                return (long) length * (type == float.class || type == int.class ? 4 : type == long.class ? 8 : 1);
            }
            long bytes = 0;
            for (int i = 0; i < length; i++) {
                bytes += bytes(Array.get(from, i), seen);
            }
            return bytes;
        }
        long bytes = 0;
        for (Field field : from.getClass().getDeclaredFields()) {
            boolean own = field.getType().isArray()
                    || field.getType().getPackageName().equals(MotionWatch.class.getPackageName());
            if (own
                    && !Modifier.isStatic(field.getModifiers())
                    && !field.getType().isEnum()) {
                field.setAccessible(true);
                Object value = field.get(from);
                bytes += value == null ? 0 : bytes(value, seen);
            }
        }
        return bytes;
    }

    @Test
    void allocatesNothingForAPicture() {
        Workspace work = new Workspace(MadeScene.WIDTH, MadeScene.HEIGHT);
        MotionWatch watch = watch(MadeScene.WIDTH, MadeScene.HEIGHT);
        byte[][] pictures = new byte[50][];
        MadeScene scene = new MadeScene(1);
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = scene.picture(i / 5.0);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        look(watch, work, pictures, 0);
        long before = threads.getThreadAllocatedBytes(thread);
        look(watch, work, pictures, 50);

        assertTrue(threads.getThreadAllocatedBytes(thread) - before < 50 * 100, "less than 100 bytes a picture");
    }

    private static void look(MotionWatch watch, Workspace work, byte[][] pictures, int first) {
        for (int i = 0; i < pictures.length; i++) {
            watch.look(work, pictures[i], (first + i) * 200_000L, first + i);
        }
    }
}
