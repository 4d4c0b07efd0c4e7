#include "metadata/date_labels.h"

#include "base/array.h"

#include <stdint.h>

static bool has_part(struct slice s, const struct slice *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_find_nocase(s, parts[i]) != SIZE_MAX)
            return true;
    return false;
}

/* Stems. A first letter that may be a capital, and is none of ours, is left out. */

bool date_labels_say_changed(struct slice text)
{
    static const struct slice words[] = {
        SLICE_INIT("updat"),       SLICE_INIT("modif"),         SLICE_INIT("revi"),
        SLICE_INIT("edited"),      SLICE_INIT("changed"),       SLICE_INIT("joined"),
        SLICE_INIT("aktualis"),    SLICE_INIT("geändert"),      SLICE_INIT("mis à jour"),
        SLICE_INIT("mise à jour"), SLICE_INIT("actualiz"),      SLICE_INIT("atualiz"),
        SLICE_INIT("aggiorna"),    SLICE_INIT("bijgewerkt"),    SLICE_INIT("gewijzigd"),
        SLICE_INIT("uppdater"),    SLICE_INIT("opdater"),       SLICE_INIT("oppdater"),
        SLICE_INIT("päivitetty"),  SLICE_INIT("aktualiz"),      SLICE_INIT("frissít"),
        SLICE_INIT("ažurira"),     SLICE_INIT("cập nhật"),      SLICE_INIT("diperbarui"),
        SLICE_INIT("üncelle"),     SLICE_INIT("бновл"),         SLICE_INIT("новлен"),
        SLICE_INIT("зменен"),      SLICE_INIT("νημέρωσ"),       SLICE_INIT("تحديث"),
        SLICE_INIT("بروزرسانی"),   SLICE_INIT("به‌روز"), SLICE_INIT("עודכן"),
        SLICE_INIT("עדכון"),       SLICE_INIT("अपडेट"),          SLICE_INIT("अद्यतन"),
        SLICE_INIT("อัปเดต"),       SLICE_INIT("อัพเดท"),         SLICE_INIT("แก้ไข"),
        SLICE_INIT("更新"),        SLICE_INIT("修改"),          SLICE_INIT("수정"),
        SLICE_INIT("업데이트"),
    };
    return has_part(text, words, COUNT_OF(words));
}

bool date_labels_say_published(struct slice text)
{
    static const struct slice words[] = {
        SLICE_INIT("publish"),
        SLICE_INIT("posted"),
        SLICE_INIT("veröffentlicht"),
        SLICE_INIT("erschienen"),
        SLICE_INIT("publié"),
        SLICE_INIT("mis en ligne"),
        SLICE_INIT("publicad"),
        SLICE_INIT("publicat"),
        SLICE_INIT("pubblicat"),
        SLICE_INIT("gepubliceerd"),
        SLICE_INIT("geplaatst"),
        SLICE_INIT("publicera"),
        SLICE_INIT("publisert"),
        SLICE_INIT("publiceret"),
        SLICE_INIT("udgivet"),
        SLICE_INIT("julkaistu"),
        SLICE_INIT("publikac"),
        SLICE_INIT("publikow"),
        SLICE_INIT("publikov"),
        SLICE_INIT("vydáno"),
        SLICE_INIT("megjelen"),
        SLICE_INIT("közzét"),
        SLICE_INIT("objavljen"),
        SLICE_INIT("yayın"),
        SLICE_INIT("giriş tarih"),
        SLICE_INIT("ngày đăng"),
        SLICE_INIT("diterbitkan"),
        SLICE_INIT("dipublikasi"),
        SLICE_INIT("публик"),
        SLICE_INIT("публік"),
        SLICE_INIT("ημοσίευ"),
        SLICE_INIT("ημοσιεύ"),
        SLICE_INIT("نشر"),
        SLICE_INIT("انتشار"),
        SLICE_INIT("פורסם"),
        SLICE_INIT("प्रकाशित"),
        SLICE_INIT("เผยแพร่"),
        SLICE_INIT("发布"),
        SLICE_INIT("發布"),
        SLICE_INIT("发表"),
        SLICE_INIT("發表"),
        SLICE_INIT("公開"),
        SLICE_INIT("投稿"),
        SLICE_INIT("配信"),
        SLICE_INIT("掲載"),
        SLICE_INIT("등록"),
        SLICE_INIT("입력"),
        SLICE_INIT("승인"),
        SLICE_INIT("게시"),
        SLICE_INIT("작성일"),
    };
    return has_part(text, words, COUNT_OF(words));
}
