#include "metadata/months.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum {
    WORD_MAX = 48,   /* bytes; the longest name below has 30 */
    LETTERS_MIN = 3, /* of a shortened name: "Mar", "sept" */
};

/* The names that Unicode's CLDR gives for the Gregorian months (format and stand-alone,
   wide), in small letters, and those short forms that are no beginnings of a name. A
   beginning that several names share belongs to the first row that has it. */
static const struct {
    struct slice names; /* with one space between them */
    unsigned month;
} months[] = {
    {SLICE_INIT(
         "january januar jänner janvier enero janeiro gennaio januari ianuarie "
         "január ledna leden stycznia styczeń tammikuuta tammikuu ocak января "
         "январь січня січень януари ιανουαρίου ιανουάριος يناير ינואר जनवरी gen "
         "ene led sty tammi jaanuar มกราคม جانفي јануар জানুয়ারি جنوری ژانویه sausio"),
     1},
    {SLICE_INIT("february februar februari février febrero fevereiro febbraio februarie "
                "február února únor lutego luty helmikuuta helmikuu şubat февраля "
                "февраль лютого лютий февруари φεβρουαρίου φεβρουάριος فبراير פברואר "
                "फ़रवरी fév helmi veebruar กุมภาพันธ์ شباط فيفري फरवरी фебруар ফেব্রুয়ারি "
                "فروری فوریه vasario"),
     2},
    {SLICE_INIT("march märz mars marzo março maart martie března březen marca marzec "
                "marec március maaliskuuta maaliskuu mart maret марта март березня "
                "березень μαρτίου μάρτιος مارس מרץ मार्च mär mrz mrt maalis marts märts "
                "มีนาคม آذار март মার্চ مارچ marec kovo"),
     3},
    {SLICE_INIT("april avril abril aprile aprilie dubna duben kwietnia kwiecień apríla "
                "apríl április huhtikuuta huhtikuu nisan апреля апрель квітня квітень "
                "април απριλίου απρίλιος أبريل אפריל अप्रैल huhti aprill เมษายน نيسان "
                "ابريل إبريل أفريل април এপ্রিল آوریل اپریل balandžio"),
     4},
    {SLICE_INIT(
         "may mai mayo maio maggio maj mei května květen maja máj mája május "
         "toukokuuta toukokuu mayıs мая май травня травень μαΐου μάιος مايو מאי मई "
         "mag touko พฤษภาคม أيار ماي мај মে مئی مه gegužės"),
     5},
    {SLICE_INIT("june juni juin junio junho giugno iunie června červen czerwca czerwiec "
                "júna jún június kesäkuuta kesäkuu haziran июня июнь червня червень юни "
                "ιουνίου ιούνιος يونيو יוני जून giu kesä juuni มิถุนายน حزيران جوان јун জুন "
                "ژوئن birželio čvn"),
     6},
    {SLICE_INIT(
         "july juli juillet julio julho luglio iulie července červenec lipca "
         "lipiec júla júl július heinäkuuta heinäkuu temmuz июля июль липня липень "
         "юли ιουλίου ιούλιος يوليو יולי जुलाई lug heinä juuli กรกฎาคม تموز يوليوز "
         "جويلية јул জুলাই جولائی ژوئیه liepos čvc"),
     7},
    {SLICE_INIT(
         "august août agosto augustus augusti agustus srpna srpen sierpnia "
         "sierpień augusta augusztus elokuuta elokuu ağustos августа август серпня "
         "серпень αυγούστου αύγουστος أغسطس אוגוסט अगस्त ago elo สิงหาคม آب اغسطس غشت أوت "
         "আগস্ট اوت اگست avgust rugpjūčio"),
     8},
    {SLICE_INIT("september septembre septiembre setiembre setembro settembre septembrie "
                "září września wrzesień septembra szeptember syyskuuta syyskuu eylül "
                "сентября сентябрь вересня вересень септември σεπτεμβρίου σεπτέμβριος "
                "سبتمبر ספטמבר सितंबर syys กันยายน أيلول شتنبر септембар সেপ্টেম্বর سپتامبر "
                "ستمبر septembar rugsėjo"),
     9},
    {SLICE_INIT("october oktober octobre octubre outubro ottobre octombrie října říjen "
                "października październik október októbra lokakuuta lokakuu ekim октября "
                "октябрь жовтня жовтень октомври οκτωβρίου οκτώβριος أكتوبر אוקטובר "
                "अक्टूबर paź loka oktoober ตุลาคม اكتوبر октобар অক্টোবর اکتبر اکتوبر "
                "oktobar spalio"),
     10},
    {SLICE_INIT("november novembre noviembre novembro noiembrie listopadu listopad "
                "listopada novembra marraskuuta marraskuu kasım ноября ноябрь листопада "
                "листопад ноември νοεμβρίου νοέμβριος نوفمبر נובמבר नवंबर marras พฤศจิกายน "
                "نونبر новембар নভেম্বর نوامبر نومبر novembar lapkričio"),
     11},
    {SLICE_INIT("december dezember décembre diciembre dezembro dicembre decembrie "
                "prosince prosinec grudnia grudzień decembra joulukuuta joulukuu aralık "
                "desember декабря декабрь грудня грудень декември δεκεμβρίου δεκέμβριος "
                "ديسمبر דצמבר दिसंबर dic joulu detsember ธันวาคม دجنبر децембар ডিসেম্বর "
                "دسامبر دسمبر decembar gruodžio"),
     12},
};

enum { MONTHS = COUNT_OF(months) };

/* word in small letters. Empty when it is longer than any name. */
static struct slice lower(struct slice word, char out[WORD_MAX + 4])
{
    size_t len = 0, used;
    for (; word.len; word = slice_after(word, used)) {
        uint32_t c = utf8_decode(word, &used);
        if (len + 4 > WORD_MAX)
            return slice_of("", 0);
        len += utf8_encode(c < 0x80 ? ascii_lower((unsigned char)c) : unicode_lower(c),
                           out + len);
    }
    return slice_of(out, len);
}

unsigned months_find(struct slice word)
{
    char bytes[WORD_MAX + 4];
    unsigned shortened = 0;
    word = lower(word, bytes);
    if (!word.len)
        return 0;
    bool is_long = utf8_count(word) >= LETTERS_MIN;
    for (size_t i = 0; i < MONTHS; i++) {
        struct slice names = months[i].names, name;
        while (slice_split(&names, ' ', &name)) {
            if (slice_equal(name, word))
                return months[i].month;
            if (is_long && !shortened && slice_starts_with(name, word))
                shortened = months[i].month;
        }
    }
    return shortened;
}
