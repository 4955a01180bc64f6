"""The column titles that mail programs and address books write in other languages than English, by what they mean.

Keys are the values of headers.Field. Titles that need no more than a word for whose or which one it is taken away
("CAP di casa") stand here without it; those of home and other places that cannot be taken apart are in SECOND.
"""

FIRST = (
    # Spanish
    {
        "company": "empresa|compañía|organización|razón social",
        "person": "nombre completo|persona de contacto|contacto|nombre para mostrar",
        "first_name": "primer nombre|segundo nombre|nombre de pila",
        "last_name": "apellidos|apellido",
        "role": "puesto|cargo|profesión",
        "phone": "teléfono|móvil|teléfono móvil|celular|particular",
        "email": "correo electrónico|dirección de correo electrónico|dirección de correo electrónico secundaria|correo",
        "website": "página web|sitio web",
        "address": "dirección|calle",
        "city": "ciudad|localidad|población|municipio",
        "region": "provincia|provincia o estado|comunidad autónoma",
        "postcode": "código postal",
        "country": "país|país o región",
        "tags": "categorías|etiquetas",
        "notes": "notas|observaciones|comentarios",
    },
    # Italian
    {
        "company": "società|azienda|ditta|ragione sociale|organizzazione",
        "person": "nome completo|nome visualizzato|referente|persona di riferimento",
        "first_name": "secondo nome|nome di battesimo",
        "last_name": "cognome",
        "role": "titolo di lavoro|posizione|qualifica|mansione|professione|ruolo",
        "phone": "telefono|cellulare|numero di telefono",
        "email": "posta elettronica|indirizzo email",
        "website": "sito web",
        "address": "indirizzo",
        "city": "città|comune|località",
        "region": "regione",
        "postcode": "cap|cap postale|codice postale",
        "country": "nazione|nazione/regione|paese",
        "tags": "categorie|etichette",
        "notes": "annotazioni|osservazioni",
    },
    # Portuguese
    {
        "company": "organização|razão social",
        "person": "mostrar nome|contato|pessoa de contato",
        "first_name": "primeiro nome|nome do meio",
        "last_name": "último nome|sobrenome",
        "role": "função|profissão",
        "phone": "telefone|fone|telemóvel|fone do carro",
        "email": "endereço de email",
        "address": "rua|endereço|logradouro|morada",
        "city": "cidade",
        "region": "estado comercial",
        "postcode": "cep",
        "country": "região/país|país/região",
        "tags": "categorias",
        "notes": "informações|observações|anotações|notas",
    },
    # French, what English and Latin words do not say already
    {
        "person": "nom à afficher|interlocuteur",
        "first_name": "deuxième prénom",
        "role": "profession|titre",
        "email": "adresse de messagerie",
        "phone": "téléphone|tél|mobile",
        "website": "page web",
        "city": "localité",
        "region": "région|dép/région",
        "country": "pays/région",
        "tags": "catégories|catégorie",
        "notes": "remarque|commentaire|commentaires",
    },
    # German
    {
        "phone": "haupttelefon|autotelefon|mobil-tel.-nr.|rückmeldung|festnetz",
        "address": "postfach",
        "region": "region",
        "country": "land/region",
        "notes": "info",
    },
    # Polish
    {
        "company": "organizacja|nazwa firmy",
        "person": "imię i nazwisko|nazwa wyświetlana",
        "first_name": "imię|drugie imię",
        "last_name": "nazwisko",
        "role": "stanowisko",
        "phone": "telefon komórkowy|komórka",
        "email": "adres e-mail",
        "website": "strona www|strona internetowa|osobista strona sieci web",
        "address": "ulica|adres",
        "city": "miasto|miejscowość",
        "region": "województwo",
        "postcode": "kod pocztowy",
        "country": "kraj|kraj/region",
        "notes": "notatki|uwagi",
    },
    # Slovak
    {
        "company": "spoločnosť|organizácia",
        "person": "zobrazované meno|celé meno",
        "first_name": "krstné meno",
        "last_name": "priezvisko",
        "role": "funkcia|pozícia",
        "phone": "telefón|mobilný telefón|autotelefón",
        "email": "e-mailová adresa|ďalšia e-mailová adresa",
        "website": "webová stránka",
        "address": "adresa",
        "city": "mesto|obec",
        "region": "okres",
        "postcode": "psč",
        "country": "krajina|krajina/oblasť|štát zamestnania",
        "tags": "kategórie",
        "notes": "poznámky|poznámka",
    },
    # Finnish
    {
        "company": "järjestö|yritys|organisaatio",
        "first_name": "etunimi",
        "last_name": "sukunimi",
        "role": "tehtävänimike",
        "phone": "puhelin|puhelinnumero|työpuhelin|matkapuhelin|matkapuhelinnumero|kotipuhelin",
        "email": "sähköposti|sähköpostiosoite|ensisijainen sähköposti",
        "website": "verkkosivu|verkkosivusto",
        "address": "osoite|katuosoite",
        "city": "kaupunki|postitoimipaikka",
        "region": "lääni",
        "postcode": "postinumero",
        "country": "maa",
        "notes": "muistiinpanot",
    },
    # Russian
    {
        "company": "организация|компания|название компании",
        "person": "отображаемое имя|фио|контактное лицо",
        "first_name": "имя|отчество",
        "last_name": "фамилия",
        "role": "должность",
        "phone": "телефон|мобильный",
        "email": "адрес электронной почты|электронная почта",
        "website": "веб-страница|сайт",
        "address": "адрес|улица",
        "city": "город",
        "region": "штат|область|регион",
        "postcode": "почтовый индекс|индекс",
        "country": "страна",
        "tags": "категории",
        "notes": "заметки|примечание|комментарий",
    },
    # Chinese in simplified letters, what Thunderbird writes
    {"phone": "移动电话号码", "region": "省/自治区/直辖市", "notes": "注释", "website": "网页"},
    # Chinese in traditional letters
    {
        "person": "顯示名稱",
        "phone": "電話號碼|商務電話|住家電話|行動電話|手機|手機號碼|代表電話|其他電話",
        "email": "電子郵件地址",
        "website": "網頁",
        "address": "商務 街",
        "city": "商務市鎮",
        "region": "商務 縣市|商務縣市",
        "postcode": "郵遞區號|商務郵遞區號",
        "country": "商務 國家/地區",
        "tags": "類別",
        "notes": "記事",
    },
)

SECOND = {
    "address": "kotiosoite|其他 - 街|住家住址",
    "city": "kotikaupunki|住家 - 市/鎮|其他 - 市/鎮",
    "region": "estado de casa|outro estado|stato altro|weiteres/r bundesland/kanton|住家 - 縣/市|其他 - 縣/市|居住縣市",
    "postcode": "住家 - 郵遞區號",
    "country": "kotimaa|štát domov|weiteres/e land/region|住家 - 國家/地區",
}

# Certainly titles, and certainly of nothing that has a place of its own.
OTHER = (
    # English
    "assistant|assistant's name|manager's name|spouse|maiden name|dept|im aim|im icq|im jabber|im msn|im skype|im yahoo"
    "|user photo|email display name|employees|number of employees|amount|next step|probability|birthdate|ownership"
    "|opportunity name|referred by|department name"
    # German
    "|jahrestag|name assistent|name des/der vorgesetzten|geschlecht|geburtsmonat|geburtsjahr|spitzname|partner"
    "|email angezeigter name|empfohlen von|kinder"
    # French
    "|anniversaire|anniversaire de mariage ou fête|nom de l'assistant(e)|service|sexe|conjoint(e)|suffixe|télécopie"
    "|récepteur de radiomessagerie|année de naissance|date de naissance"
    # Spanish, Italian and Portuguese
    "|apodo|género|nombre del director|día de nacimiento|mes de nacimiento|año de nacimiento|fecha de nacimiento"
    "|compleanno|reparto|genere|coniuge|suffisso|soprannome|data di nascita|mese di nascita|anno di nascita"
    "|nome do assistente|departamento|nome do gerente|dia de nascimento|mês de nascimento|ano de nascimento"
    "|data de nascimento|foto do usuário"
    # Polish and Slovak
    "|rocznica|asystent|urodziny|faks|oddział|menadżer|przydomek|výročie|meno asistenta|narodeniny|oddelenie|pohlavie"
    "|meno manažéra|manžel(ka)|prípona|rok narodenia|prezývka"
    # Finnish and Russian
    "|osasto|syntymäkuukausi|syntymävuosi|месяц рождения|год рождения|номер факса|факс|псевдоним|номер пейджера"
    # Chinese
    "|屏幕名|传真号码|寻呼机号码|部门|出生年份|出生月份|出生日|紀念日|助理|商務傳真|住家傳真|其他傳真|傳真號碼"
    "|主管名稱|呼叫器|配偶|稱謂|生日 (月)|暱稱"
)

# A first name beside a last one; alone it may be a whole name, or that of a firm.
GIVEN_OR_WHOLE = "nombre|nome|meno"
# Words before or after the word that matters, as "home" and "other" are.
SECOND_QUALIFIERS = (
    "casa|residencia|residenza|personal|personale|pessoal|privee|altro|altra|otro|otra|outro|outra"
    "|dom|domov|domowy|iny|ine|ina|kodin"
)
QUALIFIERS = (
    "trabajo|lavoro|trabalho|comercial|professionnel|principal|principale|primario|biuro|służbowy|praca"
    "|zamestnania|tyopaikan|раб|рабочий"
)
# Columns that say who asked not to be called.
DO_NOT_CALL = (
    "do not call|do not call since|do not phone|do not contact|dont call|don t call|dont contact|don t contact|no calls"
    "|never call|dnc|dnc list|opt out|opted out|call opt out|phone opt out|donotcall|do not ring"
    "|nicht anrufen|bitte nicht anrufen|nicht kontaktieren|anrufsperre|kontaktsperre|telefonsperre|werbesperre"
    "|ne pas appeler|ne pas contacter|ne plus appeler|opposition telephonique|no llamar|no contactar"
    "|non chiamare|non contattare|não ligar|não contatar|não contactar|nie dzwonić|niet bellen|ring ikke|не звонить"
    "|不要致電|請勿致電|不要致电|请勿致电|不要打电话|請勿來電|勿打电话|拒绝来电|拒接來電|免打扰"
    "|電話禁止|電話不可|架電禁止|架電不可|電話拒否|連絡不可"
)
# Words that only join others; a title is the same without them.
JOINING = "de|del|dell|della|di"
CALLED = "telefono|telefone|fone|puhelin|телефон|celular|cellulare|movil"
TITLES = "title|titre|titolo|titulo|titul"
